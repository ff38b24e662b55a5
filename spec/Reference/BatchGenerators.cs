using CsCheck;

namespace Reproduction.Spec.Reference;

/// <summary>A batch with all that goes with it.</summary>
internal sealed record AnyBatch(double[,] X, double[] Gamma, double[] Beta, double[,] Dy, double Epsilon);

/// <summary>Generators of batches, for laws that hold for any of them.</summary>
internal static class BatchGenerators
{
    /// <summary>
    /// 2 to 64 rows, 1 to 12 features, each with a spread of its own from 1e-3 to 1e3 and an offset as large; one feature in eight is constant.
    /// </summary>
    public static Gen<AnyBatch> Any { get; } = Of(
        Gen.Int[2, 64],
        Gen.Select(Gen.Double[-3, 3], Gen.Int[0, 7], (exponent, one) => one == 0 ? 0 : Math.Pow(10, exponent)),
        Gen.Double[-1e3, 1e3]);

    /// <summary>A spread of 1 around a mean of 1e4.</summary>
    public static Gen<AnyBatch> OfLargeMean { get; } = Of(Gen.Int[8, 64], Gen.Const(1.0), Gen.Const(1e4));

    /// <summary>Spreads around 1 around means around 0.</summary>
    public static Gen<AnyBatch> Tame { get; } = Of(Gen.Int[4, 16], Gen.Double[1, 3], Gen.Double[-1, 1]);

    /// <summary>Spreads as small as the root of epsilon, where a wrong place of epsilon shows.</summary>
    public static Gen<AnyBatch> OfSmallSpread { get; } = Of(Gen.Int[2, 16], Gen.Double[0.01, 0.1], Gen.Double[-1, 1]);

    private static Gen<AnyBatch> Of(Gen<int> rows, Gen<double> spread, Gen<double> offset) =>
        from n in rows
        from features in Gen.Int[1, 12]
        from s in spread.Array[features]
        from o in offset.Array[features]
        from noise in Gen.Double[-1, 1].Array[n * features]
        from gamma in Gen.Double[-2, 2].Array[features]
        from beta in Gen.Double[-2, 2].Array[features]
        from dy in Gen.Double[-1, 1].Array[n * features]
        from epsilon in Gen.Int[0, 2].Select(i => new[] { 1e-3, 1e-5, 0.1 }[i])
        select new AnyBatch(
            Matrix(n, features, i => o[i % features] + (s[i % features] * noise[i])), gamma, beta, Matrix(n, features, i => dy[i]), epsilon);

    private static double[,] Matrix(int rows, int columns, Func<int, double> value)
    {
        var result = new double[rows, columns];
        for (var i = 0; i < rows * columns; i++)
        {
            result[i / columns, i % columns] = value(i);
        }

        return result;
    }
}
