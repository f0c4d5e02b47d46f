namespace Ruying.Pipeline.Media;

/// <summary>Where a label stands.</summary>
public enum LabelCorner
{
    /// <summary>Bottom left.</summary>
    BottomLeft,

    /// <summary>Bottom right.</summary>
    BottomRight,
}
