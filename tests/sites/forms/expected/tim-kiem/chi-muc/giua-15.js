bantinTim("giua-15","1=s2\ninclude=s2\nnam=N\ntrò=N\ntên=N\nx=s2\nxa=N\nz=s2")
