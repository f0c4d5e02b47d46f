using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;
using Ruying.Pipeline.Speech.Alignment;

namespace Ruying.Training.Data;

/// <summary>Speaks what the networks need spoken: GRID's sentences to find their sounds, and others to teach the sound model.</summary>
/// <param name="synthesizer">Speaks.</param>
/// <param name="warp">Finds the sounds.</param>
/// <param name="work">The training folder.</param>
internal sealed class SpeechPreparer(ISpeechSynthesizer synthesizer, SpeechWarp warp, string work)
{
    private static readonly (double Rate, double Pitch)[] Manners = [(1, 0), (0.85, -3), (1.2, 4)];

    private readonly SentenceAligner _aligner = new(synthesizer, warp);

    /// <summary>The file of sentences, beside the program: voice, tab, sentence.</summary>
    public static string Sentences => Path.Combine(AppContext.BaseDirectory, "Data", "teaching-sentences.tsv");

    /// <summary>Finds the sounds of a tracked clip unless they are there.</summary>
    public async Task AlignAsync(GridClip clip, CancellationToken cancellationToken)
    {
        var path = PhonemeFile.PathOf(work, clip.Id);
        if (File.Exists(path))
        {
            return;
        }

        var sound = PreparedClip.Load(ClipPreparer.PathOf(work, clip.Id)).Sound;
        var sentence = new TimedSentence(GridAlignment.Voice, 0, (double)sound.Length / Clock.ModelSampleRate, GridAlignment.Read(clip.Alignment));
        PhonemeFile.Save(path, await _aligner.AlignAsync(sentence, sound, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Speaks the teaching sentences in several manners, unless they are there.</summary>
    public async Task SpeakAsync(CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var line in await File.ReadAllLinesAsync(Sentences, cancellationToken).ConfigureAwait(false))
        {
            var (voice, text) = (line.Split('\t')[0], line.Split('\t')[1]);
            foreach (var (rate, pitch) in Manners)
            {
                var wav = Path.Combine(work, "speech", voice.Split('-')[0], $"{++number:D4}.wav");
                if (File.Exists(wav))
                {
                    continue;
                }

                var speech = await synthesizer.SpeakAsync(new SpeechRequest(text, voice, rate, pitch), cancellationToken: cancellationToken).ConfigureAwait(false);
                PhonemeFile.Save(Path.ChangeExtension(wav, ".tsv"), speech.Phonemes);
                WavFile.Write(wav, await AudioReader.ResampleAsync(speech.Audio, Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false));
            }
        }
    }
}
