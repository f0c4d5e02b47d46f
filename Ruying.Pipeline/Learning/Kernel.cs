namespace Ruying.Pipeline.Learning;

/// <summary>A convolution's kernel: rows and columns of it, of its steps and of the gaps between its taps. Padding keeps a picture's size where the step is 1.</summary>
/// <param name="Rows">Rows, odd.</param>
/// <param name="Columns">Columns, odd.</param>
/// <param name="RowStep">Rows from one place to the next.</param>
/// <param name="ColumnStep">Columns from one place to the next.</param>
/// <param name="RowGap">Rows from tap to tap.</param>
/// <param name="ColumnGap">Columns from tap to tap.</param>
public readonly record struct Kernel(int Rows, int Columns, int RowStep = 1, int ColumnStep = 1, int RowGap = 1, int ColumnGap = 1)
{
    /// <summary>3x3.</summary>
    public static Kernel Three { get; } = new(3, 3);

    /// <summary>Rows added above and below.</summary>
    public int RowPad => RowGap * (Rows - 1) / 2;

    /// <summary>Columns added left and right.</summary>
    public int ColumnPad => ColumnGap * (Columns - 1) / 2;

    /// <summary>Rows of the result.</summary>
    public int HeightOf(int height) => ((height - 1) / RowStep) + 1;

    /// <summary>Columns of the result.</summary>
    public int WidthOf(int width) => ((width - 1) / ColumnStep) + 1;

    /// <summary>ONNX's attributes of the convolution.</summary>
    internal (string Name, object Value)[] Attributes =>
    [
        ("pads", new long[] { RowPad, ColumnPad, RowPad, ColumnPad }),
        ("strides", new long[] { RowStep, ColumnStep }),
        ("dilations", new long[] { RowGap, ColumnGap }),
    ];
}
