#!/bin/sh
# Started as ffmpeg or ffprobe through a link in a folder of ours; the limits of this run lie beside the link, as prlimit's options.
# Everything is exec: the program keeps the process id, so that it can be ended, and dies with whoever started it.
read -r limits <"${0%/*}/limits"
# shellcheck disable=SC2086
exec setpriv --pdeathsig KILL --no-new-privs -- prlimit $limits -- "${0##*/}" "$@"
