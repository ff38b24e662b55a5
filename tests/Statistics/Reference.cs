using System.Globalization;
using System.Reflection;

namespace Reproduction.Tests.Statistics;

/// <summary>A figure that R computed (reference.csv beside this file, made by reference.R), and the tolerance that it is compared with.</summary>
public sealed record Reference(string Quantity, string A, string B, string C, string D, double Value)
{
    /// <summary>Student 1908: extra hours of sleep under two drugs, ten patients; R's data set sleep.</summary>
    public static double[] SleepFirst { get; } = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];

    /// <summary>The second drug.</summary>
    public static double[] SleepSecond { get; } = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    /// <summary>Darwin's maize, crossed minus self-fertilized, in eighths of an inch (Fisher 1935, section 17).</summary>
    public static double[] Maize { get; } = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    /// <summary>Made up: zeros and ties.</summary>
    public static double[] Ties { get; } = [0, 1, -1, 2, 2, 3, -2, 0, 4, 1, 5, 1];

    /// <summary>The rows of one or more quantities; never none.</summary>
    public static IEnumerable<TestCaseData> Rows(params string[] quantities)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("statistics-reference.csv")!;
        using var reader = new StreamReader(stream);
        List<Reference> rows =
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(line => line[0] != '#')
                .Select(line => line.Split(','))
                .Select(cells => new Reference(cells[0], cells[1], cells[2], cells[3], cells[4], Number(cells[5])))
                .Where(row => quantities.Contains(row.Quantity)),
        ];
        return rows.Count > 0
            ? rows.Select(row => new TestCaseData(row).SetArgDisplayNames(row.Quantity, row.A, row.B, row.C, row.D))
            : throw new InvalidOperationException($"There is no reference for {string.Join(", ", quantities)}.");
    }

    /// <summary>An argument as a number.</summary>
    public static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>An argument as a whole number.</summary>
    public static int Whole(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>R's name of an alternative.</summary>
    public static Reproduction.Statistics.Alternative Alternative(string cell) => cell switch
    {
        "less" => Reproduction.Statistics.Alternative.Less,
        "greater" => Reproduction.Statistics.Alternative.Greater,
        "two.sided" => Reproduction.Statistics.Alternative.TwoSided,
        _ => throw new ArgumentException(cell, nameof(cell)),
    };
}
