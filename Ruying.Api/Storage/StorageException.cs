using Ruying.Pipeline;

namespace Ruying.Api.Storage;

/// <summary>The store did not do what it was asked.</summary>
/// <param name="code"><c>storage.unavailable</c>, <c>storage.denied</c>, <c>storage.misconfigured</c> or <c>storage.missing</c>.</param>
/// <param name="message">One sentence: what is wrong and what to do.</param>
/// <param name="inner">What the store said.</param>
public sealed class StorageException(string code, string message, Exception? inner = null) : RuyingException(code, message, inner)
{
    public const string Unavailable = "storage.unavailable", Denied = "storage.denied", Misconfigured = "storage.misconfigured", Missing = "storage.missing";

    /// <summary>There is no file of that name.</summary>
    public static StorageException NotThere(string name, Exception? inner = null) =>
        new(Missing, $"The file {name} is not there any more; what needs it has to be sent or made again.", inner);

    /// <summary>Whether the same may go well in a moment, with nobody doing anything.</summary>
    public bool CanPass => Code == Unavailable;
}
