using Ruying.Pipeline.Speech.Programs;

namespace Ruying.Pipeline.Speech.Festival;

/// <summary>The phone sets of Debian's voices in IPA, each from the file that defines it.</summary>
internal static class FestivalPhones
{
    /// <summary>The retroflex, aspirated and other sounds that festival-hi, -mr and -te share.</summary>
    private const string Indic =
        "a ə, aa aː, ih ɪ, iy iː, uh ʊ, uw uː, eh e, ee eː, oh o, oo oː, @ ɔ, w w, p p, b b, bh bʱ, f f, v ʋ, m m, th t̪, tth t̪ʰ, dh d̪, ddh d̪ʱ, "
        + "n n, s s, l l, r ɾ, T ʈ, td ʈʰ, D ɖ, N ɳ, R ɽ, L ɭ, ch tʃ, j dʒ, zh ʒ, sh ʃ, y j, k k, kh kʰ, g ɡ, gh ɡʱ, h ɦ, ksh kʂ, sri sɾ, x x, pau _";

    /// <summary><c>italian_phoneset.scm</c> of festlex-ifd.</summary>
    public static readonly PhoneSet Italian = new(
        "i i, e e, E ɛ, a a, o o, O ɔ, u u, j j, w w, p p, t t, k k, b b, d d, g ɡ, f f, s s, S ʃ, v v, z z, Z ʒ, ts ts, tS tʃ, dz dz, dZ dʒ, "
        + "m m, n n, J ɲ, ng ŋ, nf ɱ, l l, L ʎ, r r, # _");

    /// <summary><c>msu_ru_nsh_phoneset.scm</c> of festvox-ru: double vowels are stressed, double consonants soft.</summary>
    public static readonly PhoneSet Russian = new(
        "ii i, yy ɨ, uu u, ee e, oo o, aa a, i ɪ, y ɨ, u ʊ, e ɪ, a ɐ, ae ə, ay ə, ur ʊ, p p, pp pʲ, b b, bb bʲ, t t, tt tʲ, d d, dd dʲ, k k, kk kʲ, "
        + "g ɡ, gg ɡʲ, c ts, ch tɕ, f f, ff fʲ, v v, vv vʲ, s s, ss sʲ, z z, zz zʲ, sh ʂ, sch ɕː, zh ʐ, h x, hh xʲ, m m, mm mʲ, n n, nn nʲ, "
        + "l ɫ, ll lʲ, r r, rr rʲ, j j, pau _");

    /// <summary><c>czech.scm</c> of festival-czech.</summary>
    public static readonly PhoneSet Czech = new(
        "a a, e ɛ, i ɪ, o o, u u, b b, c ts, c~ tʃ, ch x, d d, d~ ɟ, dz dz, dz~ dʒ, f f, g ɡ, h ɦ, j j, k k, l l, m m, n n, n* ŋ, n~ ɲ, p p, r r, "
        + "r~ r̝, r~* r̝̊, s s, s~ ʃ, t t, t~ c, v v, z z, z~ ʒ, _ ʔ, # _");

    /// <summary><c>finnish_phones.scm</c> of festvox-suopuhe-common.</summary>
    public static readonly PhoneSet Finnish = new(
        "a ɑ, e e, i i, o o, u u, y y, @ æ, 7 ø, & ə, p p, t t, k k, b b, d d, g ɡ, f f, T θ, D ð, s s, z z, S ʃ, Z ʒ, h h, v ʋ, m m, n n, N ŋ, "
        + "l l, L l, r r, j j, w w, # _");

    /// <summary><c>upc_catalan_phones-central.scm</c> of festival-ca.</summary>
    public static readonly PhoneSet Catalan = new(
        "ax ə, a a, e e, E ɛ, i i, o o, O ɔ, u u, j j, w w, b b, d d, g ɡ, p p, t t, k k, f f, s s, S ʃ, z z, Z ʒ, m m, n n, J ɲ, l l, L ʎ, r ɾ, rr r, "
        + "pau _, _ _, # _");

    /// <summary><c>hindi_phones.scm</c> of festival-hi.</summary>
    public static readonly PhoneSet Hindi = new(Indic + ", ay ɛː, aw ɔː");

    /// <summary><c>marathi_phones.scm</c> of festival-mr, and <c>telugu_phones.scm</c> of festival-te: the same names, with true diphthongs.</summary>
    public static readonly PhoneSet Marathi = new(Indic + ", ay əɪ, aw əʊ");
}
