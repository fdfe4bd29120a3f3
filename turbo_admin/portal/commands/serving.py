"""`portal serve`, `portal work`, `portal migrate`."""

import argparse
import os

from turbo_admin.portal.base import roles
from turbo_admin.portal.commands.options import data_folder, mail_options
from turbo_admin.portal.host import serve, work
from turbo_admin.portal.host.databases import cluster_in_use
from turbo_admin.portal.host.options import ServeOptions
from turbo_admin.portal.web.deployment import publish_public_url


def serve_portal(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    wanted = ServeOptions(
        data=data_folder(options),
        host=options.host,
        port=options.port,
        database=options.database,
        # From the environment: a password in an option would be visible to all users of the machine.
        worker_password=os.environ.get("TURBO_WORKER_PASSWORD", ""),
        mail=mail_options(options),
        workers=options.workers,
        public_url=options.public_url,
        trusted_proxies=tuple(options.trusted_proxy),
        hosted_by=options.hosted_by,
        hsts_subdomains=options.hsts_subdomains,
        log_file=options.log_file,
    )
    # flush: whoever started the portal waits for the address on a pipe.
    serve.serve(wanted, ready=lambda address: print(address, flush=True))
    return 0


def send_mails(options: argparse.Namespace) -> int:
    """Send mails until stopped, or once."""
    mail, log = mail_options(options), options.log_file
    done = work.work(data_folder(options), options.database, mail, once=options.once, log_file=log)
    if options.once:
        print(done)
    return 0


def migrate_database(options: argparse.Namespace) -> int:
    """Migrate the database to the current version, and store the public address when one is given."""
    if options.public_url:
        serve.check_exposure("127.0.0.1", options.public_url)
    if not options.database:
        # An embedded server is brought up to date whenever it starts, and gets its address from « serve ».
        with cluster_in_use(data_folder(options)):
            return 0
    names = {
        roles.OWNER: "TURBO_OWNER_PASSWORD",
        roles.PORTAL: "TURBO_PORTAL_PASSWORD",
        roles.WORKER: "TURBO_WORKER_PASSWORD",
    }
    roles.migrate(
        options.database,
        # A role without a password in the environment keeps the one it has.
        passwords={role: os.environ[name] for role, name in names.items() if name in os.environ},
    )
    if options.public_url:
        roles.act_as_owner(
            options.database,
            lambda connection: publish_public_url(connection, options.public_url.rstrip("/")),
        )
    return 0
