namespace Ruying.Pipeline.Evaluation;

/// <summary>What avatars are made to say to see whether their lips close: five languages, many p, b and m, and pauses. No model is trained on these.</summary>
internal static class SpokenSentences
{
    /// <summary>Language and text.</summary>
    public static IReadOnlyList<(string Language, string Text)> All { get; } =
    [
        ("en", "Maybe the baker's boy may bring a pumpkin pie. Please compare both maps before you jump."),
        ("de", "Mein Bruder bemalt im Park die bunte Bank. Bitte probieren Sie morgen beim Abendbrot die Pflaumen."),
        ("fr", "Ma mère prépare le pain pour le petit Paul. Le problème, c'est que personne ne m'a prévenu."),
        ("es", "Mi primo Pablo compra pan y mantequilla. El barco amarillo también pasa por el puerto."),
        ("zh", "我妈妈买了八个苹果。请你明天帮我把门边的包搬到旁边。"),
    ];
}
