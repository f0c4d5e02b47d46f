using System.Text;
using Ruying.Pipeline.Speech.Programs;

namespace Ruying.Pipeline.Speech.Festival;

/// <summary>How a voice's speed and pitch can be changed.</summary>
internal enum FestivalKind
{
    /// <summary>Diphones: durations and pitch targets can be set.</summary>
    Diphones,

    /// <summary>A statistical voice: the speed can be set.</summary>
    Statistical,

    /// <summary>
    /// Neither: recordings of units, or (the Catalan voice) a statistical voice that gives what time is added to its pauses.
    /// </summary>
    Fixed,
}

/// <summary>One of festival's voices.</summary>
internal sealed record FestivalVoice(string Program, Voice Offered, Alphabet Alphabet, PhoneSet Phones, FestivalKind Kind);

/// <summary>The voices that Debian has, whose sounds we can name.</summary>
internal static class FestivalVoices
{
    public const string Engine = "festival";

    private const string Signs = "$%&@#+=/";

    private static readonly Alphabet English = new(Encoding.ASCII, string.Empty, Signs);
    private static readonly Alphabet Italian = new(Encoding.Latin1, "àáèéìíòóùú", string.Empty);
    private static readonly Alphabet Russian = new(Encoding.UTF8, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", string.Empty);
    private static readonly Alphabet Czech = new(CodePage("iso-8859-2"), "áčďéěíňóřšťúůýžäëöüĺľŕôćńśźłąęő", string.Empty);
    private static readonly Alphabet Finnish = new(Encoding.Latin1, "äöåéü", string.Empty);
    private static readonly Alphabet Catalan = new(CodePage("iso-8859-15"), "àáèéíïòóúüçñ", Signs);
    private static readonly Alphabet Devanagari = new(Encoding.UTF8, Letters("\u0901-\u0903\u0905-\u0911\u0913-\u0939\u093E-\u094D\u0950-\u0950\u0958-\u0961\u0966-\u096F"), Signs, isLatinRead: false);
    private static readonly Alphabet Telugu = new(Encoding.UTF8, Letters(
        "\u0C01-\u0C03\u0C05-\u0C0C\u0C0E-\u0C10\u0C12-\u0C28\u0C2A-\u0C33\u0C35-\u0C39\u0C3E-\u0C44\u0C46-\u0C48\u0C4A-\u0C4D\u0C55-\u0C55\u0C60-\u0C61\u0C66-\u0C6F"), Signs, isLatinRead: false);

    public static readonly IReadOnlyList<FestivalVoice> Known =
    [
        Make("cmu_us_slt_arctic_hts", "Festival SLT (female)", "en-US", English, PhoneSet.Radio, FestivalKind.Statistical),
        Make("kal_diphone", "Festival KAL (male)", "en-US", English, PhoneSet.Radio),
        Make("ked_diphone", "Festival KED (male)", "en-US", English, PhoneSet.Radio),
        Make("lp_diphone", "Festival LP (female)", "it-IT", Italian, FestivalPhones.Italian),
        Make("pc_diphone", "Festival PC (male)", "it-IT", Italian, FestivalPhones.Italian),
        Make("msu_ru_nsh_clunits", "Festival NSH (male)", "ru-RU", Russian, FestivalPhones.Russian, FestivalKind.Fixed),
        Make("czech_dita", "Festival Dita (female)", "cs-CZ", Czech, FestivalPhones.Czech),
        Make("czech_machac", "Festival Macháč (male)", "cs-CZ", Czech, FestivalPhones.Czech),
        Make("czech_ph", "Festival PH (male)", "cs-CZ", Czech, FestivalPhones.Czech),
        Make("czech_krb", "Festival KRB (boy)", "cs-CZ", Czech, FestivalPhones.Czech),
        Make("suo_fi_lj_diphone", "Festival LJ (female)", "fi-FI", Finnish, FestivalPhones.Finnish),
        Make("hy_fi_mv_diphone", "Festival MV (male)", "fi-FI", Finnish, FestivalPhones.Finnish),
        Make("upc_ca_ona_hts", "Festival Ona (female)", "ca-ES", Catalan, FestivalPhones.Catalan, FestivalKind.Fixed),
        Make("hindi_NSK_diphone", "Festival NSK (male)", "hi-IN", Devanagari, FestivalPhones.Hindi),
        Make("marathi_NSK_diphone", "Festival NSK (male)", "mr-IN", Devanagari, FestivalPhones.Marathi),
        Make("telugu_NSK_diphone", "Festival NSK (male)", "te-IN", Telugu, FestivalPhones.Marathi),
    ];

    /// <summary>Whether a voice says nothing of words in Latin letters, which people mix into any language.</summary>
    public static bool LeavesWordsOut(Voice voice) => Known.Any(known => known.Offered.Id == voice.Id && !known.Alphabet.IsLatinRead);

    private static Encoding CodePage(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name)!;

    /// <summary>All letters of ranges such as <c>a-e</c>: of each of these the voice was heard to read.</summary>
    private static string Letters(string ranges) =>
        string.Concat(ranges.Chunk(3).SelectMany(range => Enumerable.Range(range[0], range[2] - range[0] + 1)).Select(c => (char)c));

    private static FestivalVoice Make(
        string program, string name, string language, Alphabet alphabet, PhoneSet phones, FestivalKind kind = FestivalKind.Diphones) =>
        new(program, new Voice($"{Engine}:{program.ToLowerInvariant()}", name, language, Engine), alphabet, phones, kind);
}
