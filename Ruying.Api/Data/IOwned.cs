namespace Ruying.Api.Data;

/// <summary>A row that belongs to somebody: others do not see it.</summary>
public interface IOwned
{
    /// <summary>Who it belongs to; set when it is saved.</summary>
    string OwnerId { get; set; }
}
