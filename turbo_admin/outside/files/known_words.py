"""Grades words with accents: known, made of letters as in known words, or neither.

The words are first names, last names and titles of columns as lists of French schools have them, families from
other countries too. They serve to tell encodings apart: « LEFÈVRE » is known, « LEFÔVRE » and « LEFéVRE » are not.
"""

import re
from functools import cache

_NAMES = """
aïcha aïda aïda aïssa aïssata aïssatou adélaïde adèle adélie agathé agnès alizée alizé amélie anaé anaëlle anaïs
andré andrée andréa angèle angélique angéline anthéa apolline ariège armèle arsène astrée athénaïs aurèle aurélia aurélie
aurélien barthélemy barthélémy béatrice bénédicte benoît bérangère bérengère bérénice brésil célestin célestine célia
céline célya cécile cécilia cédric césaire césar chimène chloé cléa clélia clémence clément clémentine cléo cléopâtre
cléophée clothilde côme daphné daphnée débora déborah déborha delphine désiré désirée diégo dieudonné dorothée édith éden
édouard égide élena éléna élise élie élia éliane élian élias éliott éliot élina éline élisa élisabeth élisée élodie éloi
éloïse éloane élouan élya élyna élyne émeline émeric émerick émile émilie émilien émilienne éric érica érick érika
ernestine esméralda estée estève esther étienne étiennette eugène eugénie eulalie éva évan évangéline ève évelyne évy
ézéchiel faïza félicia félicie félicien félicité félix firmin françois françoise frédéric frédérique frédérick gaël
gaëlle gaëtan gaëtane gédéon geneviève gérald géraldine gérard géraud germain gérôme ghislène gisèle grégoire grégory
gwenaël gwenaëlle gwénaël gwénaëlle gwénola gwendoléna haïm hélène héléna hélie hélia héliodore héloïse hervé
hermès hervée hoël hortense honoré hippolyte idéa imène inès ines irène irénée isaïe isée ismaël israël jérémie jérémy
jérôme joachim joël joëlle joséphine josé josée josué judicaël kaïna kévin khadîja kyllian laëtitia laëticia laïla laïs
laura léa léandre léana léane léanne léila leïla léïa léna lénaïc lénaïg lénaïs lénora léo léon léona léonard léone léonie
léonce léonore léontine léopold léopoldine lévana lévi loéva loévan loïc loïck loïs loïse lydéric maé maëva
maéva maël maëlis maëlie maëlle maëline maëlys maéline maélie maélys maï maïa maïlys maïlis maïmouna maïssa maïwenn malaïka
marlène maryène mathéo mathéa mathias mathilde matéo matthéo maïté médéric mélanie mélina mélinda méline mélissa mélisse
mélodie mélody mérédith mélusine michaël michèle mickaël mikaël moïra moïse myrtée mylène naël naëlle naïa
naïm naïma naïs naël nathanaël nathaël nathéo nélia néo nérée nicéphore nicolée ninon noé noée noël noëlle noélie noémie
noémi océane odélie ondée ophélie orphée oréline osée ozéane pâquerette pénélope perrine philomène pélagie
prospère quitterie raphaël raphaëlle raphaëla raïssa rébecca régine régis rémi rémy réda réjane rémie rené renée robinson
roméo rosélie romélie romérie rosalinde ruthénie saïd saïda salomé samaël sébastien sébastienne ségolène séléna
séline sélène séléné séraphin séraphine sérena séréna sérine servane séverin séverine sidonie siméon solène solémane soléa
soléane solange stéphane stéphanie suzanne sylvère taïna taïs télio téo tess thaïs thaïna théa thècle théo théodore
théodora théodule théophane théophile théophanie théotime thérèse timéo timothé timothée titouan tristan
ursulé valère valérian valériane valérie valéry véra vérane vérène vérité véronique victoire vianney violène xavière yaël
yaëlle yaëlys yannaël ysée yoël yoëlle zélie zéphir zéphyr zoé zoë zoélie zaïa zaïd zaïna maïna naïla réhane réhan
abélard abbé aït airès alizés alégria amédée ancèle andrès anglès ariès arnéguy arrêté aubépine aubère augé
augère aumônier aymès azaïs bacquié bagès barèges barnabé barrère barré barthélémie bâtard béal béchet bécot bédard bégin
bégué bélanger béliard bélier bellangé bérard béraud bérenger béranger bergère berlioz bernède bérot bérubé bès bessière
bézard blériot bœuf boissière bonnière bonté bourrée boutière boyère brémond brière brûlé brûlard bruyère bûcheron carrère
carré cassière castéra cauchès célérier chabrière chaîne château châtel châtelain châtelet châteauneuf châtillon
chédeville chêne chénier chéron chèvre chevalière cœur clôture clérambault clément côte côté coté coûteau créach crépin crête
crétin croÿ crône cuvelière dédé défossé delacôte delafontaîne delaître delaporte delhôpital delétang delhôte
denîmes déchamps dépré derégnaucourt dérué désert desprès desprez dévé dévigne diéval doré doué drapé dubœuf
dubrœucq dubuché ducôté ducrêt dufrêne dufresné dumaître dumas duprat dupré duprès dupréel duchâteau duchâtel dûr dû
duchêne échard écuyer égée élouard émond émery éluard épaulard épinay éon escudé estève étienné évrard évain fabrègue fabrègues
fâche farès faÿ fauchère faurès fénelon féraud ferré ferrière ferrières février févre fèvre fléchard flèche fontès forêt
forgé fougère fougères fouché frère frères frêne frénard fréret froidefond gâteau gachère garnière gauchère
gélin genêt gérardin géry gilière girardière glück gonçalves grandpré grégoire grenié griffé guéant guédon guérard
guéret guérin guérineau guéry guyonnière hénaff hénault hénin hérault hérisson hérissé héritier lhéritier hermé
hôpital hôtel hôtellier hôte hubère huître île jaurès jaubé jégo jégou jéhan jérôme jobé jouvé juppé lacôte
labbé labé laboué lachaîne lachèvre lafferrière laferrière lafitère lagrée lambrée lamôle lancôme langlès
laurière lavallée lavallière laÿ lhaÿ lebègue lebœuf lecœur lechêne leclère lecarré ledoré lefébure lefébvre
lefèvre lefrère légaré léger legrès lemaître lemaîtres lemée lemercière lepère lepêtre leprêtre lépine lérida lesné
létang létard lévêque lévesque lévy levêque lhomé linné lorphelin loubière loubès lozère lysès maître maîtres
maîtrejean malézieux mallarmé malé maréchal marié marquès martinière méchin ménage ménager ménard mérel mérigot mère
mérimée mériaux meunière méry mésange métayer méténier météo mézière mézières môle môquet monnerée monnié montaigné morinière
moulière moréno morère néel négrier nègre nîmes noblé noyère nœud œuvrard œuvré œuvre olivière ozanne pagès palmié papillonnière
pâris parré pâquet pâquier pâtissier pécheux pêcheur pécout pédron pégard pélissier pénard pépin pérard péré pérès pérez
périer périgord péron pérot pérrin pétain père pères pétillon pévèle piché pié piètre pommerée poupé pré préau prêtre prévost
prévôt préfacier procédé prouvé puîné quéméner quéré quénet québec quémard rabière raffré ravèze réau rébé rédois régent
régnault régnier rémond rémusat rené réveillère réville réunion rhône ribière rivière rivières rôle robière roquère rosé
roupéa rougé rozière sablé saône sauvé sévère séchaud séchet séguéla séguin séguy sélosse sémard sénac sénéchal sénégal
serrès séry sévigné séverac sœur solère sorêt soulé soulès tavère tellière tessé tétard tétreau thébault théry thévenet
thévenin thévenot théroux tholomé tibère tiné touré traoré traverse trémoille trénet trépanier tréville trouvé trouvère
valès valéra vallée vallière vârin védrine védrines vérité vérin vernière véron verrière vézelay vidalès vignères vieuxchêne
viguié villette violé voûte zénon zérah zaïdi
cèdre cyprès hêtre érable lièvre fièvre bièvre ça âme âge âgé îlan être d’être têtu même drôle garçon reçu façade leçon français française forçat maçon façon
prénom prénoms né née élève élèves régime téléphone téléphones numéro numéros légal légale légaux responsabilité identité
société collège lycée école mél établissement département numérique niveau entrée sortie externé externe demi-pensionnaire
interné période année créé crée payé réglé réservé qualité catégorie mère père référent décédé prévu février août décembre
où là à déjà voilà très après près dès même êtes hâte pâte côté bientôt plutôt tôt sûr dû mûr août voûte goût noël naïf haïr
sixième cinquième quatrième troisième première dernière deuxième seconde troisième
müller jürgen jörg björn sören günther gülsen gülşen özgür ünal ümit gökhan özdemir öztürk ömer
ülkü türkan köksal yücel yüksel süleyman şükrü hüseyin ayşegül çelik koç göktürk brünhild jäger schäfer köhler böhm bäcker
schröder krüger günter götz köln kräutler weiß groß strauß preuß voß größe änne jänne käthe häberle löwe möller mörike
bühler lüders vögele vögel königs röder grün grünwald grünberg büchner zürich dürer führer lübeck schütz schütze hübner
søren sørensen bjørn øyvind østby østergaard østergård jørgen jørgensen møller åse åsa åke ågren åkesson åberg ångström
håkon hågen gård lindgård håland ståhl pål påvel sjöberg sjöström öberg södermalm söderberg öström höglund lindström
bergström nyström hägglund mäkinen hämäläinen jääskeläinen väinö räikkönen pääkkönen
æneas ægir kjær bæk næss præst læssøe thórsson þór þóra þorsteinn þorvaldur guðrún guðmundsson sigurðsson jónsdóttir
ångel ñuno muñoz núñez nuñez peña piña begoña iñaki íñigo iñigo ibáñez yáñez ordóñez español cañas nuño patiño castaño
montaña quiñones zúñiga añez avendaño fañch mañ lópez pérez gómez sánchez gonzález fernández hernández martínez rodríguez
jiménez álvarez suárez díaz ramírez vázquez domínguez gutiérrez méndez benítez márquez ramón gastón concepción asunción
simón león córdoba tomás andrés josé jesús maría lucía sofía garcía matías verónica mónica ángel ángeles àngel óscar
iván adrián fabián germán julián martín sebastián joaquín raúl saúl inés belén rubén aarón rocío ascensión encarnación
joão conceição simões camões guimarães magalhães gonçalo gonçalves mendonça lourenço conceiçao assunção mourão leão simão
falcão brandão galvão estevão sebastião damião julião galrão romão fundação bragança esperança frança gouvêa antónio
antônio júlio cláudia patrícia vitória flávio fábio luís luísa inácio estêvão bárbara mário mónica márcia sérgio araújo
nóbrega távora évora zé tomé andré josé mãe pão falcões leões barões limões
dvorák novák horák sedlák németh kovács szabó tóth molnár lászló istván józsef andrás márton gábor bálint zsófia nagyné
nicolò niccolò josuè mosè forlì
"""
_KNOWN = frozenset(_NAMES.split())
_ACCENTED = re.compile(r"[^\W\d_a-z]")
_PARTS = re.compile(r"[^\W\d_]+")
_FRENCH = frozenset("éèêëàâçîïôûùüœ")
# Accented letters where French never has them: « PLOÀRMEL », « CHIRÈUX », « ANTÇO ».
_MISPLACED = re.compile("(?<!^)à(?!$)|è(?=[aeiouy])|œ(?![uicdnst])|(?<![aeiouyéèêïnrl])ç(?!a$)")
# Grades of a word; USUAL when each accented letter has the same neighbours as in a known word.
BROKEN, RARE, POSSIBLE, USUAL, KNOWN = range(5)


def grade(word: str) -> int:
    """Return the grade of a word, case aside: the lowest of its parts between hyphens and apostrophes.

    Impossible words are not detected here: the result is never `BROKEN`.
    """
    return min((_grade_of(part) for part in _PARTS.findall(word.lower())), default=KNOWN)


def _grade_of(part: str) -> int:
    if part.isascii() or part in _KNOWN:
        return KNOWN
    if _contexts_seen().issuperset(_contexts(part)):
        return USUAL
    is_french = _FRENCH.issuperset(_ACCENTED.findall(part)) and not _MISPLACED.search(part)
    return POSSIBLE if is_french else RARE


@cache
def _contexts_seen() -> frozenset[str]:
    return frozenset(found for word in _KNOWN for found in _contexts(word))


def _contexts(word: str) -> list[str]:
    """Return each accented letter of a word with the one before it and the two after it."""
    framed = f"^{word}$"
    return [framed[at.start() : at.start() + 4] for at in _ACCENTED.finditer(word)]
