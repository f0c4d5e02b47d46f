namespace Ruying.Api.Storage;

/// <summary>Names of our own making for everything kept: 32 hexadecimal digits that sort by time.</summary>
public static class Ids
{
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
