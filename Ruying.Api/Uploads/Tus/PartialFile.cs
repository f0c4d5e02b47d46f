using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Ruying.Api.Storage;

namespace Ruying.Api.Uploads.Tus;

/// <summary>
/// The bytes of an upload that is not whole. How long the file is says how far the upload is, so that nothing is lost with the process. While it is
/// open nobody else can open it, in this process or another; the system ends that with the process too.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    /// <summary>
    /// A file of that name and a length lies beside the bytes while some of them await their checksum: those from that length on do not count. A name
    /// appears whole or not at all.
    /// </summary>
    private const string Mark = ".unproven-";

    /// <summary>EAGAIN: another has it.</summary>
    private const int Taken = 11;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private string? _mark;

    private PartialFile(string path, SafeFileHandle file)
    {
        (_path, _file) = (path, file);
        if (FindMark(path) is var (name, length))
        {
            RandomAccess.SetLength(file, Math.Min(length, RandomAccess.GetLength(file)));
            File.Delete(name);
        }

        Length = RandomAccess.GetLength(file);
    }

    /// <summary>Bytes in it, those that await their checksum among them.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes that count, whoever has it open; 0 where there is no such file yet.</summary>
    public static long CountedLength(string path)
    {
        if (FindMark(path) is var (_, before))
        {
            return before;
        }

        var file = new FileInfo(path);
        var length = file.Exists ? file.Length : 0;

        // The bytes just counted may have come with a mark.
        return FindMark(path) is var (_, proven) ? proven : length;
    }

    /// <summary>Opens it, or makes it; bytes whose checksum nobody compared go.</summary>
    /// <returns>Null while another has it.</returns>
    public static PartialFile? TryOpen(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == Taken)
        {
            return null;
        }

        try
        {
            return new PartialFile(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What follows awaits its checksum.</summary>
    public void AwaitProof()
    {
        _mark = Path.Combine(Path.GetDirectoryName(_path)!, Mark + Length.ToString(CultureInfo.InvariantCulture));
        File.Create(_mark).Dispose();
    }

    /// <summary>Adds bytes at the end, on this thread: .NET writes to files on one or another, and handing each piece over costs more than it.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>Has the disk write while more comes.</summary>
    public FlushAhead FlushAhead() => new(_file);

    /// <summary>What came last has its right checksum.</summary>
    public void Keep()
    {
        if (_mark is not null)
        {
            File.Delete(_mark);
            _mark = null;
        }
    }

    /// <summary>Takes back what still awaits its checksum.</summary>
    public void TakeBack()
    {
        if (_mark is not null)
        {
            var length = LengthOf(_mark);
            RandomAccess.SetLength(_file, length);
            Length = length;
            File.Delete(_mark);
            _mark = null;
        }
    }

    /// <summary>All bytes that are here, from the first on. Nobody could open the file by its name: it is this one's alone.</summary>
    public Stream Read() => new FileStream(new SafeFileHandle(_file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, 1 << 16, isAsync: false) { Position = 0 };

    /// <summary>The file is whole: it gets its place and name by one rename.</summary>
    public void Publish(string path) => File.Move(_path, path, overwrite: true);

    public void Dispose() => _file.Dispose();

    private static (string Name, long Length)? FindMark(string path)
    {
        try
        {
            var found = Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Mark + "*").FirstOrDefault();
            return found is null ? null : (found, LengthOf(found));
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static long LengthOf(string mark) => long.Parse(Path.GetFileName(mark.AsSpan())[Mark.Length..], NumberStyles.None, CultureInfo.InvariantCulture);
}
