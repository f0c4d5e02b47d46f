;; Prints the voices that are installed and can be loaded.

(mapcar
  (lambda (voice)
    (unwind-protect
      (begin
        (eval (list (intern (string-append "voice_" voice))))
        (format t "voice %s\n" voice))
      nil))
  (voice.list))
