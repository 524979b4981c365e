namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>One of <c>credentials.presharedKeys</c>: where its secret shall be, never the secret itself.</summary>
/// <param name="Name">Its name, unique in the result.</param>
/// <param name="File">Where the user shall put the secret.</param>
internal sealed record ImportedKey(string Name, string File)
{
    /// <summary>Whom the file has it for, as written there; none: for everybody.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];
}
