namespace Ruying.Pipeline.Speech;

/// <summary>A voice that an engine offers.</summary>
/// <param name="Id">What to ask for, unique among all engines (<c>en-us</c>, <c>flite:slt</c>).</param>
/// <param name="Name">For people.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Engine">The engine's name (<c>espeak-ng</c>).</param>
public sealed record Voice(string Id, string Name, string Language, string Engine);

/// <summary>Text to speak and how.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Voice">The voice's id.</param>
/// <param name="Rate">Speed, 0.5 to 2; 1 is the voice's own.</param>
/// <param name="Pitch">Semitones, -12 to 12; 0 is the voice's own.</param>
/// <param name="Volume">Gain, 0 to 2; 1 is the voice's own.</param>
/// <param name="Lead">Seconds of silence before the first sound, 0 to 10.</param>
/// <param name="Tail">Seconds of silence after the last sound, 0 to 10.</param>
public sealed record SpeechRequest(
    string Text, string Voice, double Rate = 1, double Pitch = 0, double Volume = 1, double Lead = SpeechSynthesizer.LeadingSilence, double Tail = SpeechSynthesizer.TrailingSilence)
{
    /// <summary>Words of one's own, those of each voice's language; where two hold a word, the first counts.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<Lexicons.Lexicon> Lexicons { get; init; } = [];
}

/// <summary>Turns text into speech with the times of its words and sounds.</summary>
public interface ISpeechSynthesizer
{
    /// <summary>The voices that this machine has.</summary>
    /// <exception cref="EnvironmentException">An engine that is needed is not installed (<c>speech.engine_missing</c>).</exception>
    Task<VoiceCatalog> GetCatalogAsync(CancellationToken cancellationToken = default);

    /// <summary>Speaks, a sentence at a time: memory does not grow with the script.</summary>
    /// <param name="request">What to say, and how.</param>
    /// <param name="progress">Stage <c>speak</c>.</param>
    /// <param name="cancellationToken">Ends the engine's call.</param>
    /// <returns>The pieces as they are spoken. Errors come with the first piece, but that nothing could be said at the end.</returns>
    /// <exception cref="ScriptException">Nothing to say (<c>script.empty</c>), too long (<c>script.too_long</c>), sounds that the voice does not have (<c>script.phoneme_unknown</c>), a value out of range
    /// (<c>speech.option_out_of_range</c>) or a voice that is not there (<c>voice.unknown</c>).</exception>
    /// <exception cref="EnvironmentException">The engine is not installed (<c>speech.engine_missing</c>).</exception>
    IAsyncEnumerable<SpokenPart> StreamAsync(SpeechRequest request, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Finds when the words and sounds of a recording are heard whose text is known.</summary>
    /// <param name="text">What is said in it, all of it and no more: plain text or SSML.</param>
    /// <param name="language">BCP 47 tag.</param>
    /// <param name="recording">16 kHz.</param>
    /// <param name="cancellationToken">Stops within milliseconds.</param>
    /// <returns>Words and sounds; what they are heard in is the recording.</returns>
    /// <exception cref="ScriptException">As of <see cref="StreamAsync"/>; <c>audio.no_speech</c>: nobody speaks; <c>transcript.mismatch</c>: the text is not what is said.</exception>
    Task<SpeechTimes> TimeAsync(string text, string language, Media.ISound recording, CancellationToken cancellationToken = default);
}
