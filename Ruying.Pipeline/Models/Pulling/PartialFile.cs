namespace Ruying.Pipeline.Models.Pulling;

/// <summary>What came of a download so far, and beside it what its server called that version of the file.</summary>
/// <param name="path">A name of ours.</param>
internal sealed class PartialFile(string path)
{
    private readonly string _validatorPath = path + ".version";

    public string Path => path;

    /// <summary>A strong entity tag or a date, as If-Range takes it (RFC 9110, 13.1.5); null where the server gave none.</summary>
    public string? Validator => File.Exists(_validatorPath) && File.ReadAllText(_validatorPath) is { Length: > 0 } text ? text : null;

    /// <summary>From where to go on: 0 where the rest of another version could not be told from the rest of this one.</summary>
    public long Resumable(AvailableFile file)
    {
        var length = new FileInfo(path) is { Exists: true } found ? found.Length : 0;
        return length > 0 && (file.Bytes is null || length < file.Bytes) && (Validator is not null || file.Md5 is not null || file.Sha256 is not null) ? length : 0;
    }

    /// <summary>Forgets what came; the version that comes now is noted first.</summary>
    public void Start(HttpResponseMessage response)
    {
        Delete();
        var validator = response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("R");
        if (validator is not null)
        {
            File.WriteAllText(_validatorPath, validator);
        }
    }

    /// <summary>It is whole: takes its name.</summary>
    public void Finish(string whole)
    {
        File.Move(path, whole);
        File.Delete(_validatorPath);
    }

    public void Delete()
    {
        File.Delete(path);
        File.Delete(_validatorPath);
    }
}
