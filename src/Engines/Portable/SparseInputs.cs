using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Reproduction.Data;

namespace Reproduction.Engines.Portable;

/// <summary>
/// Of every example the quads of inputs (four neighbours) in which at least one is not 0. Found and packed once, for all epochs and runs.
/// </summary>
/// <remarks>
/// <code>
/// starts  [examples + 1]   where an example's quads begin in the two below
/// quads   [all]            which quads: 0 for inputs 0 to 3, 1 for 4 to 7, ...
/// values  [all, 4]         their inputs; 0 for those beyond the last
/// </code>
/// The quads of an example lie side by side: a step reads a few cache lines of each, not its whole row.
/// </remarks>
internal sealed class SparseInputs
{
    /// <summary>The most inputs whose quads can be numbered in 16 bits.</summary>
    public const int MaximumInputs = ushort.MaxValue * Quad;

    private const int Quad = NonZeroRows.QuadSize;

    private readonly int[] starts;
    private readonly ushort[] quads;
    private readonly float[] values;

    /// <summary>Looks at every input twice: to count, and to pack.</summary>
    public SparseInputs(Examples examples)
    {
        var quadCount = checked((ushort)NonZeroRows.CountOf(examples.FeatureCount));
        starts = new int[examples.Count + 1];
        for (var example = 0; example < examples.Count; example++)
        {
            var input = examples.Input(example);
            var count = 0;
            for (var quad = 0; quad < quadCount; quad++)
            {
                count += InputsOf(input, quad).ContainsAnyExcept(0f) ? 1 : 0;
            }

            starts[example + 1] = checked(starts[example] + count);
        }

        quads = new ushort[starts[^1]];
        values = new float[checked(starts[^1] * Quad)];
        for (var (example, next) = (0, 0); example < examples.Count; example++)
        {
            var input = examples.Input(example);
            for (ushort quad = 0; quad < quadCount; quad++)
            {
                if (InputsOf(input, quad).ContainsAnyExcept(0f))
                {
                    quads[next] = quad;
                    InputsOf(input, quad).CopyTo(values.AsSpan(next * Quad));
                    next++;
                }
            }
        }
    }

    /// <summary>The number of quads with an input that is not 0, over all examples.</summary>
    public int QuadCount => quads.Length;

    /// <summary>
    /// Copies the quads of a batch into panels, and lists them. The rest of the panels is not written, and not read by the kernels.
    /// </summary>
    /// <param name="batch">The positions of the batch's examples.</param>
    /// <param name="x">Receives the values, [n, inputs].</param>
    /// <param name="nonZero">Receives the lists.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(ReadOnlySpan<int> batch, PackedMatrix x, NonZeroRows nonZero)
    {
        nonZero.Clear(batch.Length);
        _ = Prefetch(batch);
        for (var row = 0; row < batch.Length; row++)
        {
            var (start, end) = (starts[batch[row]], starts[batch[row] + 1]);
            var quadsOfExample = quads.AsSpan(start, end - start);
            var valuesOfExample = MemoryMarshal.Cast<float, Vector128<float>>(values.AsSpan(start * Quad, quadsOfExample.Length * Quad));
            for (var i = 0; i < quadsOfExample.Length; i++)
            {
                int quad = quadsOfExample[i];
                x.Values.StoreQuad(x.Position(row, quad * Quad), valuesOfExample[i]);
                nonZero.Add(quad, row);
            }
        }
    }

    /// <summary>
    /// Asks for every cache line that <see cref="Gather"/> is about to copy. Examples lie scattered over tens of megabytes; these requests wait for
    /// memory side by side, the reads of the copy would wait one after another.
    /// </summary>
    /// <returns>What was read where nothing can be asked for, added up: a sum that is used keeps the compiler from leaving the reads out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private unsafe int Prefetch(ReadOnlySpan<int> batch)
    {
        const int CacheLine = 64;
        var sum = 0;
        fixed (float* ofValues = values)
        fixed (ushort* ofQuads = quads)
        {
            foreach (var example in batch)
            {
                var (start, end) = (starts[example], starts[example + 1]);
                for (var position = start * Quad; position < end * Quad; position += CacheLine / sizeof(float))
                {
                    sum += Prefetch(ofValues + position);
                }

                for (var position = start; position < end; position += CacheLine / sizeof(ushort))
                {
                    sum += Prefetch(ofQuads + position);
                }
            }
        }

        return sum;
    }

    /// <summary>Asks for a cache line and goes on, where the processor's instruction for it is known here; elsewhere reads from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int Prefetch(void* line)
    {
        if (!Sse.IsSupported)
        {
            return *(byte*)line;
        }

        Sse.Prefetch0(line);
        return 0;
    }

    private static ReadOnlySpan<float> InputsOf(ReadOnlySpan<float> input, int quad) =>
        input[(quad * Quad)..Math.Min(input.Length, (quad + 1) * Quad)];
}
