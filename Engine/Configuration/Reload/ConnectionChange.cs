namespace Pipeline.Engine.Configuration.Reload;

/// <summary>What is different in a connection that was there before.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">Parts of it, in the words of the configuration; empty when nothing is.</param>
public sealed record ConnectionChange(string Name, IReadOnlyList<string> What)
{
    /// <summary>One line: <c>branch (children, ikeProposals)</c>.</summary>
    public override string ToString() => What.Count == 0 ? Name : $"{Name} ({string.Join(", ", What)})";
}
