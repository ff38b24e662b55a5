namespace Reproduction.Engines.Portable;

/// <summary>A matrix cut into panels of 16 columns, each panel contiguous: how the portable engine keeps activations and kernels.</summary>
/// <remarks>
/// <code>
/// element (row, column) stands at ((column / 16) * rows + row) * 16 + column % 16
/// activations  rows are the examples of the batch, columns the features
/// kernels      rows are the inputs, padded to a multiple of 16, columns the outputs
/// </code>
/// A row of a panel is a cache line. Columns beyond the matrix are 0 and stay 0, so that sizes which are no multiple of 16 need no code of their own.
/// </remarks>
/// <param name="Values">The floats, at least rows x 16 for each panel.</param>
/// <param name="Rows">The number of rows of each panel.</param>
/// <param name="Columns">The number of columns, padding excluded.</param>
internal readonly record struct PackedMatrix(FloatView Values, int Rows, int Columns)
{
    /// <summary>The columns of a panel: a vector of sixteen.</summary>
    public const int Width = 16;

    /// <summary>The number of panels.</summary>
    public int Count => CountOf(Columns);

    /// <summary>How many panels a number of columns takes.</summary>
    public static int CountOf(int columns) => (columns / Width) + (columns % Width == 0 ? 0 : 1);

    /// <summary>A number of columns with its padding.</summary>
    public static int Padded(int columns) => checked(CountOf(columns) * Width);

    /// <summary>Where an element stands.</summary>
    public nint Position(int row, int column) => RowOfPanel((int)((uint)column / Width), row) + (nint)((uint)column % Width);

    /// <summary>Where a row of a panel stands.</summary>
    public nint RowOfPanel(int panel, int row) => (((nint)panel * Rows) + row) * Width;

    /// <summary>Where a panel stands: its rows begin every 16 floats from start to below end.</summary>
    public (nint Start, nint End) Panel(int panel) => (RowOfPanel(panel, 0), RowOfPanel(panel + 1, 0));

    /// <summary>Where the rows of a ghost batch stand in a panel: every 16 floats from start to below end.</summary>
    public (nint Start, nint End) Panel(int panel, GhostBatch batch) =>
        (RowOfPanel(panel, batch.First), RowOfPanel(panel, batch.First + batch.Count));
}
