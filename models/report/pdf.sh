#!/usr/bin/env bash
# Prints every HTML document of a folder to PDF with a headless Chromium, and checks how many pages each has: the
# chapters of the methodology note 2, 1, 1 and 1 at most, a model card 2 at most, a presentation one a slide.
# usage: pdf.sh FOLDER
set -euo pipefail

folder=$(cd "${1:?give the folder of the documents}" && pwd)
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "error: no Chromium: infra/local/setup.sh report installs it" >&2
    exit 1
}
command -v pdftotext >/dev/null || {
    echo "error: no pdftotext: infra/local/setup.sh report installs it" >&2
    exit 1
}

fail() {
    echo "error: $*" >&2
    exit 1
}

pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }

print() {
    "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$profile" --no-pdf-header-footer \
        --print-to-pdf="$2" "file://$1" >"$profile/log" 2>&1 || true
    [ -s "$2" ] || {
        cat "$profile/log" >&2
        fail "$1 could not be printed"
    }
}

# chapters HTML PDF BUDGET...: how many pages each chapter has; a chapter goes on until the next one's heading.
chapters() {
    local html=$1 pdf=$2 page chapter=0 text
    shift 2
    local budgets=("$@") used=() headings=()
    mapfile -t headings < <(sed -n 's/.*<h2>\(.*\)<\/h2>.*/\1/p' "$html")
    [ ${#headings[@]} = ${#budgets[@]} ] || fail "$html has ${#headings[@]} chapters, not ${#budgets[@]}"
    for ((page = 1; page <= $(pages "$pdf"); page++)); do
        text=$(pdftotext -f "$page" -l "$page" "$pdf" -)
        while [ "$chapter" -lt ${#headings[@]} ] && grep -qxF "${headings[$chapter]}" <<<"$text"; do
            chapter=$((chapter + 1))
        done
        [ "$chapter" -gt 0 ] || fail "page $page of $pdf belongs to no chapter"
        used[chapter - 1]=$((${used[chapter - 1]:-0} + 1))
    done
    for chapter in "${!headings[@]}"; do
        [ "${used[$chapter]:-0}" -ge 1 ] || fail "$pdf: the chapter '${headings[$chapter]}' is on no page"
        [ "${used[$chapter]}" -le "${budgets[$chapter]}" ] ||
            fail "$pdf: '${headings[$chapter]}' has ${used[$chapter]} pages, ${budgets[$chapter]} at most"
    done
    echo "$pdf: chapters of ${used[*]} pages"
}

for html in "$folder"/*.html; do
    pdf=${html%.html}.pdf
    rm -f "$pdf"
    print "$html" "$pdf"
    case "$(basename "$html")" in
    note-* | *-note.html) chapters "$html" "$pdf" 2 1 1 1 ;;
    model-card.*)
        [ "$(pages "$pdf")" -le 2 ] || fail "$pdf has $(pages "$pdf") pages, 2 at most"
        echo "$pdf: $(pages "$pdf") pages"
        ;;
    presentation.*)
        slides=$(grep -c '<section' "$html")
        [ "$(pages "$pdf")" = "$slides" ] || fail "$pdf has $(pages "$pdf") pages for $slides slides"
        echo "$pdf: $slides slides"
        ;;
    esac
done
