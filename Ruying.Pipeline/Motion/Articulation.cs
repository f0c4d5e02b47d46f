namespace Ruying.Pipeline.Motion;

/// <summary>What the mouth does in one speech sound, or in one half of a diphthong.</summary>
/// <param name="Place">Where, for consonants.</param>
/// <param name="Manner">How.</param>
/// <param name="Voiced">The vocal cords sound.</param>
/// <param name="Rounding">Lip rounding, 0 to 1.</param>
/// <param name="Openness">Vowels: 0 close to 1 open.</param>
/// <param name="Backness">Vowels: 0 front to 1 back.</param>
/// <param name="Sibilant">Teeth close together (s, ʃ and kin).</param>
/// <param name="Nasal">Nasal or nasalised.</param>
/// <param name="Rhotic">An r sound, or r-coloured.</param>
/// <param name="Lengthened">Marked long.</param>
public readonly record struct Articulation(
    Place Place,
    Manner Manner,
    bool Voiced,
    float Rounding = 0,
    float Openness = 0,
    float Backness = 0,
    bool Sibilant = false,
    bool Nasal = false,
    bool Rhotic = false,
    bool Lengthened = false);
