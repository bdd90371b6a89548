#!/bin/sh
# Stands in for ffmpeg through a symbolic link; what it does stands beside that link.
# Kept in the checkout because a file that was just written may be busy when it is executed.
. "$0.script"
