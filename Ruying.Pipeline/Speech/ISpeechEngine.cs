namespace Ruying.Pipeline.Speech;

/// <summary>A sentence for an engine.</summary>
/// <param name="Text">Normalised, on one line, at most some hundred characters.</param>
/// <param name="Voice">One of the engine's own.</param>
/// <param name="Rate">Speed, 0.5 to 2; 1 is the voice's own.</param>
/// <param name="Pitch">Semitones, -12 to 12; 0 is the voice's own.</param>
internal sealed record SentenceRequest(string Text, Voice Voice, double Rate, double Pitch)
{
    /// <summary>The stretches of <see cref="Text"/> whose sounds are given; an engine that cannot take them reads the text.</summary>
    public IReadOnlyList<Pronunciation> Pronunciations { get; init; } = [];
}

/// <summary>What speaks, one sentence at a time; <see cref="SpeechSynthesizer"/> makes speech of it. May be called from several threads.</summary>
internal interface ISpeechEngine : IAsyncDisposable
{
    /// <summary>Its name, such as <c>espeak-ng</c>; the <see cref="Voice.Engine"/> of its voices.</summary>
    string Name { get; }

    /// <summary>Whether it speaks IPA: <see cref="SentenceRequest.Pronunciations"/>.</summary>
    bool SpeaksIpa => false;

    /// <summary>The voices that this machine has; none where an engine that is not required is not installed.</summary>
    /// <exception cref="EnvironmentException">The engine is required and not installed (<c>speech.engine_missing</c>).</exception>
    Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken);

    /// <summary>Speaks a sentence.</summary>
    /// <exception cref="ScriptException">The voice cannot be loaded (<c>voice.unknown</c>), or has no sound like one that is given (<c>script.phoneme_unknown</c>).</exception>
    /// <exception cref="EnvironmentException">The engine failed (<c>speech.engine_failed</c>) or is not installed (<c>speech.engine_missing</c>).</exception>
    Task<SpokenSentence> SpeakAsync(SentenceRequest request, CancellationToken cancellationToken);
}
