namespace Ruying.Pipeline.Motion;

/// <summary>Where in the mouth a consonant is made.</summary>
public enum Place
{
    /// <summary>Not a consonant.</summary>
    None,

    /// <summary>Both lips.</summary>
    Bilabial,

    /// <summary>Lower lip and upper teeth.</summary>
    Labiodental,

    /// <summary>Tongue between or behind the teeth.</summary>
    Dental,

    /// <summary>Tongue at the ridge.</summary>
    Alveolar,

    /// <summary>Behind the ridge, retroflex ones too.</summary>
    Postalveolar,

    /// <summary>Hard palate.</summary>
    Palatal,

    /// <summary>Soft palate or uvula.</summary>
    Velar,

    /// <summary>Throat.</summary>
    Glottal,
}
