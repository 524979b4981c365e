namespace Pipeline.Engine.Configuration;

/// <summary>What a configuration file says, or everything that is wrong with it.</summary>
/// <typeparam name="T">What the file describes.</typeparam>
/// <param name="Value">Null when there are errors.</param>
/// <param name="Errors">Every error, in the order of the file; empty when there is a value.</param>
public sealed record ConfigurationResult<T>(T? Value, IReadOnlyList<ConfigurationError> Errors)
    where T : class
{
    /// <summary>What is right but should be looked at, in the order of the file.</summary>
    public IReadOnlyList<ConfigurationError> Warnings { get; init; } = [];

    /// <summary>True when the file is right.</summary>
    public bool IsValid => Value is not null;
}
