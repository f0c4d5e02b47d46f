namespace Ruying.Pipeline.Models;

/// <summary>Whether a model is still what it was.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Ships">Whether it ships with Ruying.</param>
/// <param name="Damaged">Names of its files that are missing or whose SHA-256 differs; empty where it is whole.</param>
public sealed record ModelCheck(string Name, bool Ships, IReadOnlyList<string> Damaged);
