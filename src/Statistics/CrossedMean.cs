namespace Reproduction.Statistics;

/// <summary>The mean of a table whose rows and whose columns are both samples: seeds by images, each seed's network asked about each image.</summary>
/// <remarks>
/// <code>
/// x[i, j] = mean + row[i] + column[j] + rest[i, j]        R rows, C columns, each part independent, with mean zero
/// variance of the mean = var(row) / R + var(column) / C + var(rest) / (R C)
///                      = (rows' mean square + columns' mean square - rest's) / (R C), without bias
/// </code>
/// The mean squares are those of the analysis of variance with crossed random effects (Searle, Casella and McCulloch 1992, Variance Components,
/// chapter 4); that neither sample alone gives the variance of such a mean: Owen 2007, The pigeonhole bootstrap, Annals of Applied Statistics 1(2).
/// Degrees of freedom are Satterthwaite's (1946). A variance that comes out below that of either sample alone is that sample's: it may be estimated
/// as less than nothing.
/// </remarks>
public sealed record CrossedMean
{
    /// <summary>The mean of all cells.</summary>
    public required double Mean { get; init; }

    /// <summary>The number of rows, R.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of columns, C.</summary>
    public required int Columns { get; init; }

    /// <summary>The standard deviation of the mean over samples of rows and of columns.</summary>
    public required double StandardError { get; init; }

    /// <summary>Of <see cref="StandardError"/>, for Student's t; at least 1.</summary>
    public required double DegreesOfFreedom { get; init; }

    /// <summary>Of a table that is mostly zero.</summary>
    /// <param name="rows">For each row, at least two, the cells that are not zero: column and value; a column at most once.</param>
    /// <param name="columns">The number of columns, at least two.</param>
    public static CrossedMean Of(IReadOnlyList<IReadOnlyCollection<(int Column, double Value)>> rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Require.That(rows.Count >= 2 && columns >= 2, $"Two rows and two columns are the least; received {rows.Count} and {columns}.");
        var (r, c) = ((double)rows.Count, (double)columns);
        var ofColumn = new double[columns];
        foreach (var (column, value) in rows.SelectMany(row => row))
        {
            ofColumn[column] += value / r;
        }

        var ofRow = rows.Select(row => row.Sum(cell => cell.Value) / c).ToList();
        var mean = ofRow.Average();

        // Sums of squares: of the rows, of the columns, and what is left of the whole.
        double Squares(IEnumerable<double> means) => means.Sum(value => (value - mean) * (value - mean));
        var (rowSum, columnSum) = (c * Squares(ofRow), r * Squares(ofColumn));
        var rest = Math.Max(0, rows.Sum(row => row.Sum(cell => cell.Value * cell.Value)) - (r * c * mean * mean) - rowSum - columnSum);
        var (rowMean, columnMean, restMean) = (rowSum / (r - 1), columnSum / (c - 1), rest / ((r - 1) * (c - 1)));
        var sum = Math.Max(rowMean + columnMean - restMean, Math.Max(rowMean, columnMean));
        var degrees = sum * sum / ((rowMean * rowMean / (r - 1)) + (columnMean * columnMean / (c - 1)) + (restMean * restMean / ((r - 1) * (c - 1))));
        return new()
        {
            Mean = mean,
            Rows = rows.Count,
            Columns = columns,
            StandardError = Math.Sqrt(sum / (r * c)),
            DegreesOfFreedom = sum > 0 ? Math.Max(1, degrees) : 1,
        };
    }

    /// <summary>The confidence interval of the mean, for other rows and other columns than these; a point where no cell differs.</summary>
    /// <param name="level">Between 0 and 1, 0.95 for example.</param>
    public Interval ConfidenceInterval(double level)
    {
        Require.Probability(level, "confidence level");
        var half = StandardError == 0 ? 0 : Student.Quantile((1 + level) / 2, DegreesOfFreedom) * StandardError;
        return new(Mean - half, Mean + half, level);
    }
}
