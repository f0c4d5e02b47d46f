using System.Security.Cryptography;
using System.Text.Json;

namespace Ruying.Pipeline.Models.Pulling;

/// <summary>What came so far of one model, in the store's own folder but not in sight; one process at a time holds it.</summary>
internal sealed class PullFolder : IDisposable
{
    private const string AcceptanceName = "accepted.json";

    private readonly FileStream _lock;
    private readonly string _folder;

    private PullFolder(string folder, FileStream @lock)
    {
        (_folder, _lock) = (folder, @lock);
        Directory.CreateDirectory(folder);
    }

    /// <summary>The folder on the store's disk.</summary>
    public string Path => _folder;

    /// <summary>Takes the folder of a model.</summary>
    /// <exception cref="ModelException"><c>model.busy</c>: somebody else has it.</exception>
    public static PullFolder Take(ModelStore store, string name)
    {
        var folder = Of(store, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(folder)!);
        try
        {
            // The lock outlives its holder as an empty file: deleting it would let two hold locks of one name.
            return new PullFolder(folder, new FileStream(folder + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1));
        }
        catch (IOException e)
        {
            throw new ModelException("model.busy", $"{name} is being pulled already: wait for that, or stop it.", e);
        }
    }

    /// <summary>Bytes that an unfinished pull of that name left.</summary>
    public static long Received(ModelStore store, string name) =>
        new DirectoryInfo(Of(store, name)) is { Exists: true } folder ? folder.EnumerateFiles().Where(f => f.Extension is "" or ".part").Sum(f => f.Length) : 0;

    /// <summary>Where a file of that role lies when it is whole.</summary>
    public string At(AvailableFileRole role) => System.IO.Path.Combine(_folder, $"{role}".ToLowerInvariant());

    /// <summary>When a card was accepted; null where it was not, or where it was another card.</summary>
    public DateTimeOffset? Accepted(byte[] card)
    {
        try
        {
            var accepted = JsonSerializer.Deserialize<Acceptance>(File.ReadAllBytes(System.IO.Path.Combine(_folder, AcceptanceName)));
            return accepted?.Card == Convert.ToHexStringLower(SHA256.HashData(card)) ? accepted.When : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Notes that a card was accepted.</summary>
    public void Accept(byte[] card, DateTimeOffset when) => File.WriteAllBytes(
        System.IO.Path.Combine(_folder, AcceptanceName), JsonSerializer.SerializeToUtf8Bytes(new Acceptance(Convert.ToHexStringLower(SHA256.HashData(card)), when)));

    /// <summary>Throws away all that came.</summary>
    public void Discard() => Directory.Delete(_folder, recursive: true);

    public void Dispose() => _lock.Dispose();

    private static string Of(ModelStore store, string name) => System.IO.Path.Combine(store.Folder, ".pulls", name);

    private sealed record Acceptance(string Card, DateTimeOffset When);
}
