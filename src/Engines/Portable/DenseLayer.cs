using System.Collections.Immutable;

namespace Reproduction.Engines.Portable;

/// <summary>A dense layer's kernel and bias, and the transposed kernel that the gradient with respect to its input needs.</summary>
internal sealed class DenseLayer<TRule> : PortableLayer<TRule>
    where TRule : struct, IUpdateRule<TRule>
{
    private readonly int inputs;
    private readonly int outputs;
    private readonly TrainedArray kernel;
    private readonly TrainedArray bias;
    private readonly Activations y;
    private readonly NonZeroRows inputRows;
    private readonly InputGradient? inputGradient;
    private PackedMatrix x;

    /// <summary>A layer with given values.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="kernelValues">[inputs, outputs], row by row.</param>
    /// <param name="biasValues">[outputs].</param>
    /// <param name="sparseRows">
    /// Where the inputs of the batch are not 0, for the network's first layer, which needs no gradient of its input; else null.
    /// </param>
    public DenseLayer(int inputs, int outputs, ImmutableArray<float> kernelValues, ImmutableArray<float> biasValues, NonZeroRows? sparseRows)
    {
        (this.inputs, this.outputs) = (inputs, outputs);
        kernel = new(checked(PackedMatrix.Padded(inputs) * PackedMatrix.Padded(outputs)), TRule.StateCount);
        bias = new(biasValues, TRule.StateCount);
        y = new(outputs);
        inputRows = sparseRows ?? new(inputs);
        inputGradient = sparseRows is null ? new(inputs, outputs) : null;
        var (target, matrix) = (kernel.Values, Kernel);
        for (var i = 0; i < inputs; i++)
        {
            for (var j = 0; j < outputs; j++)
            {
                target[matrix.Position(i, j)] = kernelValues[checked((i * outputs) + j)];
            }
        }
    }

    private PackedMatrix Kernel => new(kernel.Values, PackedMatrix.Padded(inputs), outputs);

    public override PackedMatrix Forward(PackedMatrix x, bool isTraining)
    {
        this.x = x;
        if (inputGradient is not null)
        {
            inputRows.SetAll(x.Rows);
        }

        var result = y.Of(x.Rows);
        DenseKernels.MultiplyAdd(x, inputRows, Kernel, bias.Values, result);
        return result;
    }

    public override PackedMatrix Backward(PackedMatrix dy, TRule rule)
    {
        // Before the kernel moves: the gradient is that of the kernel that the batch has seen.
        var dx = inputGradient?.Of(dy, Kernel) ?? default;
        DenseKernels.BackwardAndUpdate(x, inputRows, dy, Kernel, kernel.First, kernel.Second, rule);
        DenseKernels.BackwardAndUpdateBias(dy, bias.Values, bias.First, bias.Second, rule);
        return dx;
    }

    public override IEnumerable<ImmutableArray<float>> Export()
    {
        var values = ImmutableArray.CreateBuilder<float>(checked(inputs * outputs));
        var (source, matrix) = (kernel.Values, Kernel);
        for (var i = 0; i < inputs; i++)
        {
            for (var j = 0; j < outputs; j++)
            {
                values.Add(source[matrix.Position(i, j)]);
            }
        }

        return [values.MoveToImmutable(), Features(bias.Values, outputs)];
    }

    protected override IEnumerable<IDisposable> Owned => new IDisposable?[] { kernel, bias, y, inputGradient }.OfType<IDisposable>();

    /// <summary>dx = dy (transposed w), with room for both.</summary>
    private sealed class InputGradient(int inputs, int outputs) : IDisposable
    {
        private readonly FloatBuffer transposed = new(checked(PackedMatrix.Padded(inputs) * PackedMatrix.Padded(outputs)));
        private readonly FloatBuffer zeros = new(PackedMatrix.Padded(inputs));
        private readonly Activations dx = new(inputs);
        private readonly NonZeroRows allRows = new(outputs);

        public PackedMatrix Of(PackedMatrix dy, PackedMatrix kernel)
        {
            var (matrix, result) = (new PackedMatrix(transposed.All, PackedMatrix.Padded(outputs), inputs), dx.Of(dy.Rows));
            allRows.SetAll(dy.Rows);
            DenseKernels.Transpose(kernel, matrix);
            DenseKernels.MultiplyAdd(dy, allRows, matrix, zeros.All, result);
            return result;
        }

        public void Dispose()
        {
            transposed.Dispose();
            zeros.Dispose();
            dx.Dispose();
        }
    }
}
