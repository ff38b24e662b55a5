using Reproduction.Models;
using TorchSharp;

namespace Reproduction.Tests;

/// <summary>
/// No call of ours makes a TorchSharp scalar that nothing keeps alive while libtorch reads it; <see cref="OwnedScalar"/> tells why that fails at
/// random.
/// </summary>
public sealed class ScalarLifetimeTests
{
    private static readonly Lazy<ScalarMakers> Makers = new(() => new(typeof(torch).Assembly.Location));

    /// <summary>Everything of ours that runs: what lies beside this assembly, and the two projects that nothing refers to.</summary>
    private static IEnumerable<TestCaseData> Assemblies()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var others = new[] { "Spec", "Bench" }
            .Select(project => Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"Reproduction.{project}.dll"));
        return here.GetFiles("Reproduction.*.dll").Select(file => file.FullName).Append(Path.Combine(here.FullName, "reproduce.dll")).Concat(others)
            .Select(path => new TestCaseData(path).SetArgDisplayNames(Path.GetFileName(path)));
    }

    [TestCaseSource(nameof(Assemblies))]
    public void No_call_makes_a_scalar_that_may_be_freed_in_use(string assembly) =>
        Makers.Value.CallsFrom(assembly).Where(call => call.Caller != typeof(MayFail).FullName && !IsKeptForever(call)).Should().BeEmpty(
            "libtorch may find such a scalar freed: use OwnedScalar, or tensors alone; after each caller stands the way that leads to a scalar");

    /// <summary>
    /// The page of code for courses has no OwnedScalar: its numbers are static fields that are set once, by this class's initializer.
    /// </summary>
    private static bool IsKeptForever(ScalarCall call) => call is { Caller: "Reproduction.DoItYourself.Numbers", Method: ".cctor" };

    [TestCase(nameof(MayFail.Sum), "op_Addition")]
    [TestCase(nameof(MayFail.Converted), "op_Implicit")]
    [TestCase(nameof(MayFail.Operator), "op_Multiply")]
    [TestCase(nameof(MayFail.Optimizer), "SGD::step")]
    [TestCase(nameof(MayFail.Layer), "BatchNorm::forward")]
    public void A_scalar_is_seen_where_the_source_shows_none(string method, string way) =>
        Makers.Value.CallsFrom(typeof(MayFail).Assembly.Location).Should()
            .Contain(call => call.Caller == typeof(MayFail).FullName && call.Method == method && call.Way.Contains(way, StringComparison.Ordinal));

    /// <summary>What the rule forbids, one of each kind; nobody calls it.</summary>
    private static class MayFail
    {
        public static torch.Tensor Sum(torch.Tensor a, torch.Tensor b) => a + b;

        public static torch.Tensor Converted(torch.Tensor a) => a.mul_(0.5);

        public static torch.Tensor Operator(torch.Tensor a) => a * 0.5;

        public static TorchSharp.Modules.SGD Optimizer(IEnumerable<TorchSharp.Modules.Parameter> parameters) => torch.optim.SGD(parameters, 0.01);

        public static TorchSharp.Modules.BatchNorm1d Layer() => torch.nn.BatchNorm1d(2);
    }
}
