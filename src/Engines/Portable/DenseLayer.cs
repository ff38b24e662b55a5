using System.Collections.Immutable;

namespace Reproduction.Engines.Portable;

/// <summary>A dense layer's kernel and bias, and the transposed kernel that the gradient with respect to its input needs.</summary>
internal sealed class DenseLayer : IDisposable
{
    private readonly FloatBuffer kernel;
    private readonly FloatBuffer transposed;
    private readonly FloatBuffer bias;
    private readonly FloatBuffer zeros;

    /// <summary>A layer with given values.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="kernelValues">[inputs, outputs], row by row.</param>
    /// <param name="biasValues">[outputs].</param>
    public DenseLayer(int inputs, int outputs, ImmutableArray<float> kernelValues, ImmutableArray<float> biasValues)
    {
        Inputs = inputs;
        Outputs = outputs;
        kernel = new(Panels.Padded(inputs) * Panels.Padded(outputs));
        transposed = new(Panels.Padded(inputs) * Panels.Padded(outputs));
        bias = new(Panels.Padded(outputs));
        zeros = new(Panels.Padded(inputs));
        var (target, values) = (kernel.All, Kernel);
        for (var i = 0; i < inputs; i++)
        {
            for (var j = 0; j < outputs; j++)
            {
                target[values.Position(i, j)] = kernelValues[(i * outputs) + j];
            }
        }

        biasValues.AsSpan().CopyTo(bias.All.AsSpan());
    }

    public int Inputs { get; }

    public int Outputs { get; }

    private Panels Kernel => new(kernel.All, Panels.Padded(Inputs), Outputs);

    private Panels Transposed => new(transposed.All, Panels.Padded(Outputs), Inputs);

    /// <summary>y = x w + b.</summary>
    public void Forward(Panels x, ActiveRows active, Panels y) => DenseKernels.MultiplyAdd(x, active, Kernel, bias.All, y);

    /// <summary>dx = dy (transposed w).</summary>
    public void InputGradient(Panels dy, ActiveRows active, Panels dx)
    {
        DenseKernels.Transpose(Kernel, Transposed);
        DenseKernels.MultiplyAdd(dy, active, Transposed, zeros.All, dx);
    }

    /// <summary>One step of gradient descent of kernel and bias.</summary>
    public void Descend(Panels x, ActiveRows active, Panels dy, float rate)
    {
        DenseKernels.Descend(x, active, dy, rate, Kernel);
        DenseKernels.DescendBias(dy, rate, bias.All);
    }

    /// <summary>The kernel, [inputs, outputs], row by row, and the bias.</summary>
    public (ImmutableArray<float> Kernel, ImmutableArray<float> Bias) Export()
    {
        var values = ImmutableArray.CreateBuilder<float>(Inputs * Outputs);
        var (source, panels) = (kernel.All, Kernel);
        for (var i = 0; i < Inputs; i++)
        {
            for (var j = 0; j < Outputs; j++)
            {
                values.Add(source[panels.Position(i, j)]);
            }
        }

        return (values.MoveToImmutable(), [.. bias.All.AsSpan()[..Outputs]]);
    }

    public void Dispose()
    {
        kernel.Dispose();
        transposed.Dispose();
        bias.Dispose();
        zeros.Dispose();
    }
}
