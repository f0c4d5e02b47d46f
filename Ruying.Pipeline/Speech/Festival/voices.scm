;; Prints the voices that are installed. Loading them, to see whether they work, would take 470 MB and seconds.

(mapcar (lambda (voice) (format t "voice %s\n" voice)) (voice.list))
