bantinTim("giua-27","include=s2\nnam=N\ntrò=N\ntên=N\nx=s2")
