namespace Ruying.Pipeline.Media;

/// <summary>Room on disk, asked before a job starts rather than found out in its middle.</summary>
public static class DiskSpace
{
    /// <summary>Refuses when there is too little room.</summary>
    /// <param name="folder">A folder on the disk in question; it exists.</param>
    /// <param name="bytes">What will be written at most.</param>
    /// <param name="what">What it is, for the message: <c>the video</c>.</param>
    /// <param name="freeBytes">Tells the free bytes for a folder; null asks the file system.</param>
    /// <exception cref="EnvironmentException"><c>disk.full</c>.</exception>
    public static void Require(string folder, long bytes, string what, Func<string, long>? freeBytes = null)
    {
        var free = freeBytes is null ? new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace : freeBytes(folder);
        if (free < bytes)
        {
            throw new EnvironmentException("disk.full", $"About {bytes >> 20} MB of disk are needed for {what} and {free >> 20} MB are free: free some space and try again.");
        }
    }
}
