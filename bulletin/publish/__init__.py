"""From `output/` to a web host: compare, put, remove, and know what is live.

comparison   what is to be put and removed, in which order (values only)
record       what a host holds, as it is written there
journal      what has arrived of a publishing that is under way, kept on this machine
remote       the verbs a host must have; pool runs them side by side
folder, ftp, sftp, s3, rsync, git    the hosts
releases                             whole sites side by side, where links can be made
trust, secret                        fingerprints and passwords
upload       the order of a publishing
verify       the live site against what was published
"""
