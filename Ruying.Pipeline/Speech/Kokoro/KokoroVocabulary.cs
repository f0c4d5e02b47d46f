namespace Ruying.Pipeline.Speech.Kokoro;

/// <summary>
/// The symbols' numbers. Both networks count them as StyleTTS 2 does (github.com/yl4579/StyleTTS2, text_utils.py: pad, punctuation, Latin
/// letters, IPA); KittenTTS kept that list, Kokoro-82M v1.0 (its config.json, <c>vocab</c>) knows fewer and put others in free places.
/// </summary>
internal static class KokoroVocabulary
{
    private const string StyleTts =
        "$;:,.!?¡¿—…\"«»“” ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        + "ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'\u0329'ᵻ";

    /// <summary>Of them, those that Kokoro knows under the same number.</summary>
    private const string Shared = ";:,.!?—…IOQSTWYabcdefhijklmnopqrstuvwxyz ɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ“”";

    private static readonly (string Symbol, long Id)[] KokoroOwn =
        [("\"", 11), ("(", 12), (")", 13), ("\u0303", 17), ("ʣ", 18), ("ʥ", 19), ("ʦ", 20), ("ʨ", 21), ("ᵝ", 22), ("\uAB67", 23), ("A", 24), ("ᵊ", 42)];

    public static Dictionary<string, long> Of(KokoroFamily family)
    {
        // The apostrophe is there twice; the later place counts, as in StyleTTS 2.
        var all = new Dictionary<string, long>();
        for (var i = 0; i < StyleTts.Length; i++)
        {
            all[StyleTts[i].ToString()] = i;
        }

        return family == KokoroFamily.Kitten
            ? all
            : Shared.Select(symbol => (Symbol: symbol.ToString(), Id: all[symbol.ToString()])).Concat(KokoroOwn).ToDictionary(s => s.Symbol, s => s.Id);
    }
}
