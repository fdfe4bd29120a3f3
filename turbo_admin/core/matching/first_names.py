"""First names: short forms, common names, and which may be a sibling's."""

from collections.abc import Sequence

# Usual short forms of first names, folded. Modest on purpose: a short form is only ever half of an agreement.
_SHORT_FORMS: dict[str, str] = {
    "abdel": "abdelkader abdelkarim abdelaziz abdelhamid abderrahmane abdelmalek abdellah",
    "abdou": "abdoulaye abdourahmane abdouramane",
    "alex": "alexandre alexandra alexis alexia alexander",
    "antho": "anthony anthonin",
    "bast": "bastien",
    "bea": "beatrice beatrix",
    "ben": "benjamin benoit",
    "benji": "benjamin",
    "caro": "caroline carole",
    "cathy": "catherine katherine",
    "charlie": "charles charlotte charline",
    "charly": "charles charlotte",
    "chris": "christophe christian christopher christine christelle",
    "clem": "clement clementine clemence",
    "coco": "corentin coralie",
    "dan": "daniel danielle",
    "dede": "andre",
    "dom": "dominique",
    "ed": "edouard edmond",
    "eli": "elise elisa elisabeth eliott",
    "elo": "elodie eloise",
    "fatou": "fatoumata",
    "flo": "florian florent florence flora floriane",
    "fran": "francois francoise francis",
    "fred": "frederic frederique frederick",
    "gab": "gabriel gabrielle gabin",
    "gabi": "gabriel gabrielle gabriela",
    "gaby": "gabriel gabrielle gabriela",
    "greg": "gregoire gregory",
    "guillo": "guillaume",
    "gus": "augustin gustave auguste",
    "gwen": "gwenael gwenaelle gwendoline gwenn",
    "isa": "isabelle isabella isaline",
    "jb": "jeanbaptiste",
    "jc": "jeanchristophe jeancharles jeanclaude",
    "jeff": "geoffrey jeffrey",
    "jf": "jeanfrancois jeanfrederic",
    "jl": "jeanlouis jeanluc",
    "jm": "jeanmarc jeanmichel jeanmarie",
    "jo": "joseph joel jonathan josephine jordan johan",
    "jon": "jonathan",
    "josy": "josiane",
    "jp": "jeanphilippe jeanpierre jeanpaul",
    "juju": "julien juliette julie justine",
    "jul": "julien jules julie juliette julian",
    "kat": "katherine katia",
    "leo": "leonard leonardo leopold leon leonidas",
    "lili": "lilian liliane lilia elisabeth",
    "lolo": "laurent laurence",
    "lou": "louise louane louanne louna",
    "ludo": "ludovic",
    "lulu": "lucas lucie lucien ludivine",
    "mado": "madeleine",
    "manu": "emmanuel emmanuelle manuel manuela",
    "marg": "margaux margot marguerite",
    "margot": "marguerite",
    "mat": "mathieu matthieu mathis matteo mathilde mathias",
    "math": "mathieu mathis mathilde mathias mathys",
    "matt": "matthieu matthias matteo matthew",
    "max": "maxime maxence maximilien maximilian maximin",
    "mel": "melanie melissa melina",
    "mika": "mickael michael mikael",
    "mimi": "mireille michelle myriam",
    "mo": "mohamed mohammed mohammad moussa",
    "moh": "mohamed mohammed mohammad",
    "momo": "mohamed mohammed mohammad moussa",
    "nad": "nadia nadine nadege",
    "nat": "nathalie nathan natacha",
    "nath": "nathan nathalie nathanael",
    "nico": "nicolas nicole",
    "oli": "olivier olivia oliver",
    "oliv": "olivier olivia",
    "pat": "patrick patricia",
    "phil": "philippe philibert",
    "quent": "quentin",
    "raf": "rafael rafaela",
    "raph": "raphael raphaelle",
    "rom": "romain romane",
    "romu": "romuald",
    "sam": "samuel samantha samira samy",
    "sandra": "alexandra cassandra",
    "sandy": "sandrine sandra alexandra",
    "seb": "sebastien",
    "sev": "severine severin",
    "soph": "sophie sophia",
    "steph": "stephane stephanie stephen",
    "steve": "stephen steven",
    "theo": "theodore theophile theotime",
    "tib": "thibault thibaut thibaud",
    "tim": "timothee timothe timeo timothy",
    "tina": "christina valentina martina",
    "tom": "thomas tomas",
    "tony": "anthony antoine antonio antony",
    "val": "valentin valentine valerie",
    "vero": "veronique",
    "vic": "victor victoire victoria",
    "will": "william willy",
    "xav": "xavier",
    "yass": "yassine yasmine yassin",
    "yo": "yohan yoann yoan",
    "zac": "zacharie zachary",
    "zack": "zacharie zakaria zachary",
    "zak": "zakaria zakariya",
}
SHORT_FORMS = {short: frozenset(full.split()) for short, full in _SHORT_FORMS.items()}
FULL_FORMS = {
    full: frozenset(short for short, forms in SHORT_FORMS.items() if full in forms)
    for full in frozenset().union(*SHORT_FORMS.values())
}

# Common first names. A typed name in this list is no typing error of another one: Elina is not Elisa
# badly typed but perhaps her sister, who may not be on the roster. The roster's own first names are added to these.
_USUAL = """
aaron abby abdallah abdelaziz abdelkader abdoulaye abel abigail achille ada adam adama adan adel adelaide
adele adelie adeline adem adil adrian adriana adriano adrien adrienne agathe agnes ahmed aicha aida aiden
aila aimee aina aissa aissatou akram alain alan alba alban albane albert alberto aldo alec alessandro alessia
alessio alex alexander alexandra alexandre alexandrine alexane alexia alexis alfred ali alia alice alicia
aliette alina aline alioune alisha alison alissa alix aliya aliyah alma aloha alois alya alyssa amadou amael
amalia amanda amandine amaury amaya ambre ambroise amel amelia amelie amin amina aminata amine amir amira ana
anael anaelle anais anas anastasia anatole andre andrea andreas andy ange angel angela angele angelina
angeline angelique angelo angie anick anissa anita ann anna annabelle annaelle anne annette annick annie
anouk anselme anthony antoine antoinette anton antonia antonin antonio antony apolline arda armand armande
armel armelle arnaud arsene arthur arwa aryan asma assa assia assya astrid athena athenais aubin aude audrey
auguste augustin augustine aure aurele aurelia aurelie aurelien aurore ava avril awa axel axelle aya ayana
ayden aylan aylin ayman aymen aymeric ayoub aziz azra baptiste barbara barnabe bastian bastien beatrice
benedicte benjamin benoit berenice bernadette bernard bertille bertrand bianca bilal bilel billie binta
blaise blanche blandine boris boubacar brahim brandon brian brice brieuc brigitte bruce brune bruno bryan
calie calista calixte camil camila camille camillo candice capucine carl carla carlo carlos carmen carol
carole carolina caroline cassandra cassandre cassie catherine cecile cecilia cedric celeste celestin
celestine celia celian celina celine cesar chaima chantal charlene charles charlie charline charlotte cheikh
chelsea chiara chloe chris christel christelle christian christiane christina christine christophe
christopher ciara cindy claire clara clarence clarisse claude claudia claudie claudine clea clelia clemence
clement clementine cleo cleophee clio clotilde clovis colette colin coline colombe come constance constant
constantin coralie coraline corentin corentine corinne cosima cosme curtis cynthia cyprien cyrian cyriaque
cyril cyrille cyrus dahlia daira daisy dalia dalila damian damien dan dana daniel daniela daniele danielle dany
daphne daria dario darius dave david dayana deborah delia delphine denis denisa denise deniz desire desiree
diana diane diego dilan dimitri dina dinah djibril dominic dominique donia dora dorian doriane dorine doris
dorothee douae dounia dylan ebony eddy eden edgar edgard edith edmond edouard edwige ela elaia elea eleana
eleanor elena eleonore elia eliana eliane elias elie eliette elif elijah elin elina eline eliot eliott elisa
elisabeth elise elissa eliya eliza ella ellen ellie elliot elliott eloan eloane elodie eloi eloise elona
elora elouan elsa elvira elvire elvis elyas elyes elyna elyne emeline emeric emerick emi emie emil emile
emilia emilie emilien emilienne emilio emily emin emir emma emmanuel emmanuelle emmy emre ena enes enis enola
enora enzo eren eric erica erika erin ernest erwan erwann esma esteban estelle ester esteve esther ethan
etienne eugene eugenie eva evan evane evann eve evelyne ewan ewen eymen eytan ezechiel ezio fabien fabienne
fabio fabiola fabrice fadi fadila fanny fanta faouzi farah fares farid farida fatiha fatima fatma fatou
fatoumata faustin faustine faycal felicia felicie felicien felicite felix ferdinand feriel fernand fernanda
fernande fiona firmin flavia flavie flavien fleur flora flore florence florent florentin florentine florian
floriane florie francesca francesco francine francis francisco franck francois francoise frank fred freddy
frederic frederique gabin gabriel gabriela gabriella gabrielle gabrielly gael gaelle gaetan gaetane garance
gaspar gaspard gaston gauthier gautier genevieve georges georgette georgia georgina gerald geraldine gerard
germain germaine ghislain ghislaine giada gianni gilbert gildas gilles gina giorgia giovanni gisele giulia
giulian giulio gloria goran grace gregoire gregory greta guillaume guillemette gurvan gustave guy gwen
gwenael gwenaelle gwendoline habib hachim hadja hadrien hafsa hakim halima hamed hamid hamza hana hanaa hanae
hania hanna hannah harold haron haroun harris harry hasan hassan hatice hawa hayden heidi helena helene helia
helin helios heloise henri henriette henry hermann hermine hicham hilal hind hippolyte honore honorine
hortense houda houria hubert hugo hugues hyacinthe iban ibrahim ibrahima ibtissem ida idris idriss ignace
igor ikram ilan ilana ilann ilham ilian iliana ilias ilies ilona ilyan ilyana ilyas ilyes ima iman imane
imany imen imene imran inaia inaya ines inna ioana irene irina iris isaac isabella isabelle isaline isaure
isee ishak ishaq isis islam isleym ismael ismail israa issa issam ivan ivana iyad izia jacqueline jacques jad
jade jaden jalil jamal james jamil jamila jana jane janelle janis jasmin jasmine jason jawad jaya jayden jean
jeanne jeannine jehanne jenna jennifer jenny jeremie jeremy jerome jerry jessica jessie jessy jihane jimmy
joachim joan joana joane joanna joanne joao joaquim jocelyn jocelyne joe joel joelle joey johan johana johann
johanna john johnny jonas jonathan jordan jordane joris jose josee josef joseph josepha josephine joshua
josiane josue joy joyce juan juana judith jules julia julian juliana juliane julie julien julienne juliet
juliette julio june junior juste justin justine kaelig kailys kaina kais kaori karen karim karima karine karl
karla karolina kassandra kassim kate katell kathleen katia kawtar kayla kaylie keira kelian kelly kelvin
kelya kelyan ken kenan kendra kenny kenza kenzo kenzy kevin khadija khadijatou khaled khalid khalil khalissa
kiara kilian killian kim kimberley kimi kloe konstantin koray kylian kylie lahna laia laila laly lamia lamine
lana lara larissa latifa laura laure laureen laureline lauren laurence laurent laurette laurie laurine lauryn
layana layla lazare lea leah leana leandra leandre leane leanne leelou leia leila leina lelia lena lenaic lenni
lenny leo leon leona leonard leonardo leonce leone leonidas leonie leonor leonore leontine leopold leopoldine
leslie leticia leyla lia liah liam lian liana liane lidia lila lilas lili lilia lilian liliana liliane lilio
lilly lilou lily lina linda lindsay line lino linoa lior lisa lisandro lise lisea lisette lison lital liv
livia livio liyah liza llona loan loana loane loann loanne loen loes logan loic lois lola loli lolita lona
loreen lorelei lorena lorenzo lorette loris lorraine lou louan louane louann louanne loubna louca loucas
louen louis louisa louise louison louka loukas loulou louna lounes lounis luc luca lucas luce lucia lucian
luciana luciano lucie lucien lucienne lucile lucille ludivine ludovic luigi luis luisa luka lukas luke luna
lya lyam lyana lydia lydie lyes lyla lylia lylou lyna lynn lynne lyns lysandre lyse macha mada madeleine
madeline madison mady mae mael maelan maelia maelie maeline maelle maely maelya maelyne maelys maena maeva
maewenn magali magalie magda maha mahaut mahdi mahe maia maias maika maila mailys maimouna maina maira maissa maiwenn
maixent malak malek malia malik malika malo malon malone malory malou malvina mamadou manar manel manelle
manoa manoe manolo manon manuel manuela mara marc marceau marcel marcelin marcella marcelle marcello marco
marcus margaret margaux margo margot marguerite maria mariam mariama mariame marianne marie mariella marielou
mariette marilou marilyn marin marina marine mario marion marius mariya marjolaine marjorie mark marko
marlene marley marlon marouane mars marta martha marthe martial martin martina martine marty marvin marwa
marwan marwane mary maryam marylou maryse matei mateo mateus matheo mathias mathieu mathilda mathilde mathis
mathurin mathys matias matilda matilde matis matisse matt mattea matteo matthew matthias matthieu matthis
mattia mattis matys maud maude maurane maureen maurice mauricette max maxence maxim maxime maximilien maximin
may maya mayline mayssa mayssane meddy medhi medine megane mehdi melanie meliana melina melinda meline
melisande melissa melodie melody melvil melvin melvyn meredith meriem merlin meryem meryl mia mica michael
michaela michel michele micheline michelle mickael miguel mika mikael mila milan milana milena milhan milla
milo miloud mina minh mira miranda mireille mirella miriam miya moana modibo modou moha mohamed mohammad
mohammed moise moktar mona monica monique morgan morgana morgane mouhamed mouna mourad moussa muhammad muriel
mustafa mustapha mya myla mylan mylane mylene myriam nabil nabila nadege nadia nadine nadir nael naelle nahel
nahia nahil nahla nail naila naim naima naomi naomie nasser nassim nassima natacha natalia natalie natasha nathael
nathalie nathan nathanael natheo nawel nayla neela neil neila nelia nelio nell nelly nelson neo nermine nesrine
nesta neva nevia nicky nico nicola nicolas nicole nidal nikita nikola nila nils nina nino ninon nisrine noa
noah noam noan noane noe noel noelie noelle noelly noemi noemie nohan nohe nola nolan nolann nolwen nolwenn
nona noor nora norah nordine norhane norman nouha nour noura nouria nuno nyla nyna oceane octave octavie
odette odile odin olga oliver olivia olivier olympe omar ombeline ombline omer ondine ophelie oriane orion
orlando orlane orphee oscar othello othman othmane oumar oumou oussama owen pablo paco paloma pamela paola
paolo pascal pascale pascaline patrice patricia patrick patxi paul paula paule paulette paulin pauline pedro
penelope perla pernelle perrine peter petra petronille pharell philemon philibert philippa philippe
philippine philomene pia pierre pierrette pierrick pietro pio placide precilia prescillia primael prisca
priscilla prosper prudence prune quentin quitterie rabia rachel rachida radia rafael rafaela rafik rahma
raina raissa raja ralph rami rana rania ranim raoul raphael raphaelle rasha raul ray rayan rayana rayane
rayanne raymond rayna rayyan rebecca regina regine regis reine remi remy renan renaud rene renee rezan rhea
riad riana riccardo richard rihab rihana rim rima rime rita riwan robert roberta roberto robin robinson roch
rodin rodolphe rodrigo rodrigue roger rojda roland romain romaine roman romane romann romeo romina romuald
romy ronald ronan rosa rosalie rosaline rosane rose roseline rosemonde rosie rosine roxana roxane roxanne
ruben rudy rufin ryad ryan ryana ryane rym saad saba sabine sabri sabrina sabry sacha safa safia safiya
safwan sahar said saida sakina salah salim salima salimata sally salma saloma salome salvador sam samantha
samba sami samia samir samira samson samuel samy sana sandie sandra sandrine sandro sandy santiago santino
sara sarah sarra sasha saul savannah sean sebastian sebastien sedra segolene selena selene selim selima selin
selina selma semih sephora septime seraphin seraphine serena serge sergio severin severine shaima shana
shanel shannon sharon shayma shirel shirine sibylle sidi sidonie sienna sigrid siham silas simeon simon
simona simone sirine sixte sixtine slimane sloan sloane soan soane sofia sofian sofiane sohan sohane sohel
soizic solal solan solane solange solene solenn solenne soline solveig sonia sonny sonya sophia sophian
sophie soraya souad soufiane souhaila souleymane soumaya stan stanislas stefan stella stephan stephane
stephanie stephen steve steven stevie suzanne suzie suzon swan swann sybille sylvain sylvaine sylvestre
sylvette sylvia sylviane sylvie taha tahar taina talia tamara tanguy tania tao tara tarik tasnim tatiana
taylor tea teddy telio telma teo teodor teresa tess tessa teva thais thalia thea thelma theo theodora
theodore theophane theophile theotime therese thiago thibaud thibault thibaut thierry thomas thor thylane
tiago tiana tiffany tilio tillio tim timeo timothe timothee timothy tina tino tiphaine titien titouan
titouane tobias tolga tom toma tomas tommaso tommy toni tony tristan tullia tyler tylio tymeo tyron tyrone
ugo ulysse umut urbain ursule valentin valentina valentine valentino valere valeria valerian valerie valery
vanessa vasco vera veronique vianney vicente vickie vicky victoire victor victoria victorien victorine
vincent vinciane viola violaine violeta violette virgil virgile virginia virginie vitalie viviane vivien
vivienne vladimir wael wafa waleed walid walter wanda warren wassil wassim wendy wesley wiam wilfried willem
william willy wilson wissam xander xavier xaviere yacine yael yaelle yahya yakine yamina yan yana yanis yann
yanna yannick yannis yara yaren yasin yasmina yasmine yassin yassine yassir yazid yelena yliana yna ynaya
yoan yoana yoann yohan yohann yona yonah youcef youna younes youness youri yousra youssef youssra ysaline
ysee yuna yunus yusuf yvann yves yvette yvon yvonne zacharie zachary zack zahra zaid zaina zainab zakaria
zakary zakarya zara zayd zayn zein zeina zelda zelie zeline zeynep zia ziad zied zineb zinedine zita ziyad
zoe zofia zohra zola zoya zuri
"""
USUAL_FIRST_NAMES = frozenset(_USUAL.split())

# Halves of compound first names that are, alone, of the other sex: Jean-Marie is not called Marie.
_HALVES = "jean louis pierre paul charles yves francois henri joseph ange andre antoine jose juan joao luis angel jesus"
_BOYS = frozenset(_HALVES.split())
_GIRLS = frozenset(["marie", "maria", "anne"])
_OF_THE_OTHER_SEX = {
    "marie": _BOYS,
    "maria": _BOYS,
    "jose": _GIRLS,
    "pierre": _GIRLS,
    "paul": _GIRLS,
    "joseph": _GIRLS,
    "andre": _GIRLS,
}
# Written or not between two names: Nour Houda, Nour El Houda.
_ARTICLES = frozenset(["el", "al"])


def may_be_siblings(typed: Sequence[str], held: Sequence[str], *, by_card: bool) -> bool:
    """Whether a usual form of a first name may as well be the name of a brother or sister who is not on the roster.

        typed        held          may be a sibling's
        Marie-Anne   Anne-Marie    yes           (nobody turns the name of their own child round)
        Louise       Lou           yes           (families shorten names, and do not lengthen them)
        Marie        Jean-Marie    yes
        Angelo       D’Angelo      yes           (an apostrophe makes no compound name)
        Sandra       Alexandra     not by card   (a name of its own)
        Louis        Pierre-Louis  not by card   (nor any part)
        Eli          Élise         not by card   (Élisa is called that, too)
        Fatou        Fatoumata     no

    Args:
        typed, held: the words, folded.
        by_card: whether the card is this diner's.
    """
    if typed != held and sorted(typed) == sorted(held):
        return True
    if len("".join(typed)) > len("".join(held)) and not set(typed) - set(held) <= _ARTICLES:
        return True
    alone = typed[0] if len(typed) == 1 else ""
    if alone in held[1:] and (len(held[0]) == 1 or held[0] in _OF_THE_OTHER_SEX.get(alone, ())):
        return True
    if by_card:
        return False
    short = "".join(typed)
    return set(typed) < set(held) or short in USUAL_FIRST_NAMES or len(SHORT_FORMS.get(short, ())) > 1
