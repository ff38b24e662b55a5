namespace Reproduction.Statistics;

/// <summary>
/// What a test holds against "there is no difference": what the question says about the direction, decided before the data are seen.
/// </summary>
public enum Alternative
{
    /// <summary>There is a difference, in either direction.</summary>
    TwoSided,

    /// <summary>First minus second is below zero.</summary>
    Less,

    /// <summary>First minus second is above zero.</summary>
    Greater,
}
