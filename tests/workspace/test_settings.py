from pathlib import Path

import pytest

from sopbook.workspace.resources import schemas
from sopbook.workspace.settings import BadSettings, NoHandbook, Settings, find_root, read_settings

GOOD = "id: our-handbook\nname: Our handbook\nformat: 1\n"


def settings_from(folder: Path, text: str, **environ: str) -> Settings:
    (folder / "handbook.yml").write_text(text, encoding="utf-8")
    return read_settings(folder, schemas(), environ)


def problems_of(folder: Path, text: str) -> list[tuple[str, str, str, str]]:
    with pytest.raises(BadSettings) as refusal:
        settings_from(folder, text)
    return [(str(one.at), one.code, one.message, one.hint) for one in refusal.value.problems]


def test_only_id_name_and_format_are_needed(tmp_path: Path) -> None:
    settings = settings_from(tmp_path, GOOD)
    assert settings == Settings(root=tmp_path, id="our-handbook", name="Our handbook", paths=("sops",))


def test_everything_else_is_read_too(tmp_path: Path) -> None:
    more = "forge: https://forge.example/us/handbook\nseverities: {SOP204: warning}\npaths: [sops, more/team.yml]\n"
    settings = settings_from(tmp_path, GOOD + more)
    assert settings.forge == "https://forge.example/us/handbook"
    assert settings.severities == {"SOP204": "warning"}
    assert settings.paths == ("sops", "more/team.yml")
    assert str(settings.where("paths", 1)) == "handbook.yml:6:15"


def test_the_ledger_lies_in_the_users_data_folder_under_the_handbooks_id(tmp_path: Path) -> None:
    settings = settings_from(tmp_path, GOOD)
    assert settings.records_url.startswith("sqlite:///")
    assert settings.records_url.endswith("/sopbook/our-handbook/records.sqlite3")
    assert not settings.records_folder.is_relative_to(tmp_path)


def test_the_environment_names_another_ledger(tmp_path: Path) -> None:
    settings = settings_from(tmp_path, GOOD, SOP_RECORDS="sqlite:////tmp/other.sqlite3")
    assert settings.records_url == "sqlite:////tmp/other.sqlite3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            GOOD + "path: [sops]\n",
            ("handbook.yml:4:1", "SOP101", "unknown key `path`", "did you mean `paths`?"),
        ),
        (
            GOOD + "paths: [../others]\n",
            (
                "handbook.yml:4:9",
                "SOP105",
                "an entry of `paths` is badly formed: `../others`",
                "write a folder or file inside the handbook, with `/` between names and without `..`",
            ),
        ),
        (
            GOOD + "paths: [/etc]\n",
            (
                "handbook.yml:4:9",
                "SOP105",
                "an entry of `paths` is badly formed: `/etc`",
                "write a folder or file inside the handbook, with `/` between names and without `..`",
            ),
        ),
        (
            GOOD + "severities: {SOP204: eror}\n",
            ("handbook.yml:4:22", "SOP104", "`SOP204` cannot be `eror`", "did you mean `error`?"),
        ),
        (
            GOOD + "severities: {SOP101: off}\n",
            (
                "handbook.yml:4:14",
                "SOP105",
                "the name is badly formed: `SOP101`",
                "write the code of a check, from SOP200 on, such as `SOP204`",
            ),
        ),
        (
            GOOD.replace("format: 1", "format: 2"),
            ("handbook.yml:3:9", "SOP104", "`format` cannot be `2`", "write one of 1"),
        ),
    ],
)
def test_a_wrong_setting_is_told_at_its_place(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    assert problems_of(tmp_path, text) == [expected]


def test_all_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "id: Our Handbook\nformat: one\npaths: []\n")
    assert [(place, code) for place, code, _, _ in found] == [
        ("handbook.yml:1:1", "SOP102"),
        ("handbook.yml:1:5", "SOP105"),
        ("handbook.yml:2:9", "SOP104"),
        ("handbook.yml:3:8", "SOP106"),
    ]


def test_an_empty_settings_file_is_refused(tmp_path: Path) -> None:
    assert [problem[1] for problem in problems_of(tmp_path, "")] == ["SOP011"]


def test_the_refusal_names_the_first_problem_and_counts_the_others(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"cannot be used. handbook.yml:1:1: .*\(and 2 more: run `sop check`\)"):
        settings_from(tmp_path, "{}\n")


def test_the_root_is_found_from_any_folder_below(tmp_path: Path) -> None:
    (tmp_path / "handbook.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sops" / "roles").mkdir(parents=True)
    assert find_root(tmp_path / "sops" / "roles") == tmp_path.resolve()
    assert find_root(tmp_path / "sops", named=tmp_path) == tmp_path.resolve()


def test_without_a_handbook_the_refusal_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoHandbook, match=r"inside a folder with handbook\.yml, or name it with --root"):
        find_root(tmp_path)
    with pytest.raises(NoHandbook, match=r"the folder has no handbook\.yml"):
        find_root(Path.cwd(), named=tmp_path)


def test_every_property_of_the_settings_is_explained_to_editors() -> None:
    schema = schemas().values["settings.schema.json"]
    for name, declared in schema["properties"].items():
        assert declared["title"], name
        assert declared["markdownDescription"].endswith("."), name
    assert set(schema["properties"]) == {"id", "name", "format", "forge", "severities", "paths"}
