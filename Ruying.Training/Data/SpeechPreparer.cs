using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech;

namespace Ruying.Training.Data;

/// <summary>Speaks what the networks need spoken: GRID's sentences to find their sounds, and others to teach the sound model.</summary>
/// <param name="synthesizer">Speaks.</param>
/// <param name="work">The training folder.</param>
internal sealed class SpeechPreparer(ISpeechSynthesizer synthesizer, string work)
{
    /// <summary>GRID's speakers are British.</summary>
    private const string CorpusVoice = "en-gb";

    private static readonly (double Rate, double Pitch)[] Manners = [(1, 0), (0.85, -3), (1.2, 4)];

    private readonly PhonemeAligner _aligner = new();

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

        var words = GridAlignment.Read(clip.Alignment);
        var speech = await synthesizer.SpeakAsync(new SpeechRequest(GridAlignment.Text(words), CorpusVoice), cancellationToken: cancellationToken).ConfigureAwait(false);
        var sound = PreparedClip.Load(ClipPreparer.PathOf(work, clip.Id)).Sound;
        PhonemeFile.Save(path, _aligner.Align(await AtModelRateAsync(speech, cancellationToken).ConfigureAwait(false), sound, words));
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
                WavFile.Write(wav, (await AtModelRateAsync(speech, cancellationToken).ConfigureAwait(false)).Audio);
            }
        }
    }

    private async Task<Utterance> AtModelRateAsync(Utterance speech, CancellationToken cancellationToken)
    {
        var path = Path.Combine(work, "speech.wav");
        WavFile.Write(path, speech.Audio);
        return speech with { Audio = await AudioReader.ReadAsync(path, Clock.ModelSampleRate, cancellationToken).ConfigureAwait(false) };
    }
}
