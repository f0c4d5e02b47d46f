using System.Text;
using Microsoft.Extensions.Logging;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Speech.Programs;

namespace Ruying.Pipeline.Speech.Festival;

/// <summary>Speaks with the program festival and Debian's voices for it, where they are installed. The same request always gives the same samples.</summary>
/// <param name="logger">Where to log.</param>
/// <param name="program">The program's name or path.</param>
/// <param name="limit">How long a sentence may take; null is a minute.</param>
internal sealed class FestivalEngine(ILogger logger, string program = "festival", TimeSpan? limit = null) : ISpeechEngine
{
    private const string Job = "job.scm";
    private const string Times = "times";

    private readonly SpeechProgram _program = new(program, limit ?? TimeSpan.FromMinutes(1));
    private readonly Once<IReadOnlyList<FestivalVoice>> _voices = new();

    public string Name => FestivalVoices.Engine;

    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
        [.. (await _voices.GetAsync(FindVoicesAsync, cancellationToken).ConfigureAwait(false)).Select(voice => voice.Offered)];

    public async Task<SpokenSentence> SpeakAsync(SentenceRequest request, CancellationToken cancellationToken)
    {
        var voice = (await _voices.GetAsync(FindVoicesAsync, cancellationToken).ConfigureAwait(false)).First(voice => voice.Offered.Id == request.Voice.Id);
        var text = voice.Alphabet.Readable(request.Text);
        var isSomething = SegmentedSpeech.IsSomething(text);
        var prosody = FestivalProsody.From(voice.Kind, request.Rate, request.Pitch);
        using var folder = new SpeechFolder();
        await File.WriteAllBytesAsync(folder.File(SpeechFolder.Text), voice.Alphabet.Encode(isSomething ? text : SegmentedSpeech.Nothing), cancellationToken).ConfigureAwait(false);
        await RunAsync(folder, prosody.Settings(voice.Program) + Script("speak.scm"), cancellationToken).ConfigureAwait(false);
        var times = new FestivalTimes(await ReadTimesAsync(folder, cancellationToken).ConfigureAwait(false), voice.Alphabet);
        await ChangeTempoAsync(folder, prosody.Tempo, cancellationToken).ConfigureAwait(false);
        var (pcm, sampleRate) = folder.ReadSound();
        var speech = new SegmentedSpeech(voice.Phones, Resampling.Play(pcm, prosody.Play), sampleRate, prosody.Tempo * prosody.Play);
        return isSomething ? speech.Sentence(request.Text, times.Segments, times.Places(text)) : speech.Silent;
    }

    public ValueTask DisposeAsync()
    {
        _voices.Dispose();
        _program.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<FestivalVoice>> FindVoicesAsync(CancellationToken cancellationToken)
    {
        if (!_program.IsInstalled)
        {
            return [];
        }

        try
        {
            using var folder = new SpeechFolder();
            var printed = Encoding.Latin1.GetString(await RunAsync(folder, Script("voices.scm"), cancellationToken).ConfigureAwait(false)).Split('\n');
            return [.. FestivalVoices.Known.Where(voice => printed.Contains($"voice {voice.Program}"))];
        }
        catch (EnvironmentException error)
        {
            logger.LogWarning(error, "festival is installed and does not work; its voices are not offered.");
            return [];
        }
    }

    private async Task<byte[]> RunAsync(SpeechFolder folder, string script, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(folder.File(Job), script, cancellationToken).ConfigureAwait(false);
        return await _program.RunAsync(folder.FullName, ["--batch", Job], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An error in Scheme ends festival with status 0, before the times are written.</summary>
    private static async Task<byte[]> ReadTimesAsync(SpeechFolder folder, CancellationToken cancellationToken) =>
        File.Exists(folder.File(Times))
            ? await File.ReadAllBytesAsync(folder.File(Times), cancellationToken).ConfigureAwait(false)
            : throw new EnvironmentException("speech.engine_failed", "festival could not speak the sentence.");

    private static async Task ChangeTempoAsync(SpeechFolder folder, double tempo, CancellationToken cancellationToken)
    {
        try
        {
            await Tempo.ChangeAsync(folder.File(SpeechFolder.Sound), tempo, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is FfmpegFailedException or TimeoutException)
        {
            throw new EnvironmentException("speech.engine_failed", "The speed of the speech could not be changed.", error);
        }
    }

    private static string Script(string name)
    {
        using var reader = new StreamReader(typeof(FestivalEngine).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
