"""Prints the licences of all libraries in the program, as their authors demand of copies: each text once, after the
names of the libraries that it is for. `bin/release` puts it into the packages."""

import json
import subprocess
import sys
from pathlib import Path

NAMES = ("license", "licence", "copying", "copyright", "notice", "unlicense")


def linked_packages(features):
    """Returns the packages that are compiled into the program for this machine, sorted by name and version."""
    host = next(
        line.split(": ")[1]
        for line in subprocess.check_output(["rustc", "-vV"], text=True).splitlines()
        if line.startswith("host: ")
    )
    command = ["cargo", "metadata", "--locked", "--format-version=1", f"--filter-platform={host}", *features]
    metadata = json.loads(subprocess.check_output(command, text=True))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    found, waiting = set(), [root]
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            id = dependency["pkg"]
            is_linked = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if is_linked and id not in found and not is_macro(packages[id]):
                found.add(id)
                waiting.append(id)
    return sorted((packages[id] for id in found), key=lambda package: (package["name"], package["version"]))


def is_macro(package):
    """Whether a package only runs in the compiler."""
    return any("proc-macro" in target["kind"] for target in package["targets"])


def license_files(package):
    """Returns the texts of a package's licence files, also those of C sources that it brings."""
    folder = Path(package["manifest_path"]).parent
    files = [file for depth in ("*", "*/*", "*/*/*") for file in folder.glob(depth)]
    files = [file for file in files if file.is_file() and file.name.lower().startswith(NAMES)]
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in sorted(files))
    return ["\n".join(line.rstrip() for line in text.strip().splitlines()) for text in texts]


def main():
    """Prints all of it; the arguments are the features, as `cargo build` takes them."""
    packages = linked_packages(sys.argv[1:])
    users = {}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        for text in license_files(package) or [f"{package['license']}; {package['repository'] or 'no repository'}"]:
            users.setdefault(text, []).append(name)
    print(f"The program contains {len(packages)} libraries of others, under these licences.")
    for text, names in sorted(users.items(), key=lambda item: (item[1], item[0])):
        print(f"\n{'=' * 80}\n{', '.join(dict.fromkeys(names))}\n{'-' * 80}\n{text}")


if __name__ == "__main__":
    main()
