namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>Which of the two networks of one signature it is: they read other symbols.</summary>
internal enum KokoroFamily
{
    /// <summary>Kokoro-82M: misaki's symbols, a style row for each number of symbols.</summary>
    Kokoro,

    /// <summary>KittenTTS: espeak-ng's IPA as it is, a style row for each number of characters.</summary>
    Kitten,
}
