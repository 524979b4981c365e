namespace Pipeline.Engine.Wire.Ike;

/// <summary>What collection expressions call to make a <see cref="ValueList{T}"/>.</summary>
public static class ValueListBuilder
{
    /// <summary>Copies the items.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
