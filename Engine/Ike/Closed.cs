namespace Pipeline.Engine.Ike;

/// <summary>The end: every input is ignored.</summary>
public sealed record Closed : IkeState
{
    /// <summary>The one instance.</summary>
    public static Closed State { get; } = new();

    /// <inheritdoc/>
    public override Transition Handle(IkeInput input, IkeMeans means) => Stay();
}
