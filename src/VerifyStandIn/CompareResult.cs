namespace VerifyTests;

/// <summary>Decides whether a received text is as good as the verified one; called only where the two differ.</summary>
/// <param name="received">The received text, lines ended by \n, without byte order mark.</param>
/// <param name="verified">The verified text, without byte order mark.</param>
/// <param name="context">Empty; the package's settings can fill it.</param>
public delegate Task<CompareResult> StringCompare(string received, string verified, IReadOnlyDictionary<string, object> context);

/// <summary>What a <see cref="StringCompare"/> found. One that nobody made is not equal.</summary>
public readonly struct CompareResult
{
    /// <summary>Good enough: the verified file stays as it is and the test passes.</summary>
    public static readonly CompareResult Equal = new(isEqual: true);

    /// <summary>A result without a message.</summary>
    public CompareResult(in bool isEqual) => IsEqual = isEqual;

    private CompareResult(string? message) => Message = message;

    /// <summary>Whether the received text is accepted as the verified one.</summary>
    public bool IsEqual { get; }

    /// <summary>What differs; shown in the failure in place of the two texts. Null shows the texts.</summary>
    public string? Message { get; }

    /// <summary>Different, with what differs.</summary>
    public static CompareResult NotEqual(in string? message = null) => new(message);
}
