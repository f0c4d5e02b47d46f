;; Speaks the file "text" into "speech.wav" and writes the times into "times". What comes before this file sets
;; ruying-voice (the voice's function), ruying-stretch (of durations), ruying-pitch (a factor) and ruying-speed (a factor, statistical voices).

(define (ruying-read path)
  (let ((file (fopen path "rb")))
    (let ((text (fread 1000000 file)))
      (fclose file)
      text)))

(define (ruying-word file word)
  (format file "W\t%f\t%f\n"
    (item.feat word "R:SylStructure.daughter1.daughter1.segment_start")
    (item.feat word "R:SylStructure.daughtern.daughtern.end")))

(define (ruying-tokens file token)
  (if token
    (begin
      (format file "T\t%s\n" (item.name token))
      (mapcar (lambda (word) (ruying-word file word)) (item.daughters token))
      (ruying-tokens file (item.next token)))))

(define (ruying-times utt path)
  (let ((file (fopen path "wb")))
    (mapcar
      (lambda (segment)
        (format file "S\t%s\t%f\t%s\n" (item.name segment) (item.feat segment "end") (item.feat segment "R:SylStructure.parent.stress")))
      (utt.relation.items utt 'Segment))
    (ruying-tokens file (utt.relation.first utt 'Token))
    (fclose file)))

(ruying-voice)
(Parameter.set 'Duration_Stretch
  (* ruying-stretch (if (Parameter.get 'Duration_Stretch) (Parameter.get 'Duration_Stretch) 1)))
(if (symbol-bound? 'hts_engine_params)
  (set! hts_engine_params (append hts_engine_params (list (list "-r" ruying-speed)))))

(set! utt (eval (list 'Utterance 'Text (ruying-read "text"))))
(Initialize utt)
(Text utt)
(Token_POS utt)
(Token utt)
(POS utt)
(Phrasify utt)
(Word utt)
(Pauses utt)
(Intonation utt)
(PostLex utt)
(Duration utt)
(Int_Targets utt)
(if (member 'Target (utt.relationnames utt))
  (mapcar
    (lambda (target) (item.set_feat target "f0" (* ruying-pitch (item.feat target "f0"))))
    (utt.relation.leafs utt 'Target)))
(Wave_Synth utt)
(apply_hooks after_synth_hooks utt)
(utt.save.wave utt "speech.wav" 'riff)
(ruying-times utt "times")
