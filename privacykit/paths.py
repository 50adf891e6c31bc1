"""Where data lies: the only module that knows, whether installed, in a checkout or frozen."""

from pathlib import Path

_NAME = "privacykit"


def data_root() -> Path:
    """Return the folder that holds stations/, resources/ and translations/."""
    package = Path(__file__).parent
    bundled = package / "_data"
    return bundled if bundled.is_dir() else package.parent


def stations() -> Path:
    return data_root() / "stations"


def resources() -> Path:
    return data_root() / "resources"


def translations() -> Path:
    return data_root() / "translations"


def own_stations() -> Path:
    """Return the folder in which a trainer's own stations lie; it need not exist."""
    import platformdirs  # late: the commands start quicker

    return Path(platformdirs.user_data_dir(_NAME)) / "stations"


def documents() -> Path:
    """Return the folder in which a person would look for a document they saved."""
    import platformdirs

    return Path(platformdirs.user_documents_dir())


def settings_files() -> tuple[Path, ...]:
    """Return the settings files, the library's before the person's; a later one overrides."""
    import platformdirs

    return (
        Path(platformdirs.site_config_dir(_NAME)) / "settings.toml",
        Path(platformdirs.user_config_dir(_NAME)) / "settings.toml",
    )


def policy_file() -> Path:
    """Return where IT staff put the policy of this computer."""
    return Path("/etc/privacykit/policy.toml")


def own_traces() -> Path:
    """Return the folder of a library's own traces; it need not exist."""
    return Path("/etc/privacykit/traces")


def state() -> Path:
    """Return the folder of what the kit keeps for this account alone; it need not exist."""
    import platformdirs

    return Path(platformdirs.user_state_dir(_NAME))


def public() -> Path:
    """Return the folder in which root leaves what everybody may read, with no personal data."""
    return Path("/var/lib/privacykit-public")
