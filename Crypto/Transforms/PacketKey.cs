namespace Pipeline.Crypto.Transforms;

/// <summary>The expanded keys of one SA in one direction, as one <see cref="PacketTransform"/> needs them.</summary>
/// <remarks>
/// Made by <see cref="PacketTransform.CreateKey"/>; belongs to one SA and is used by one thread at a time.
/// <see cref="Dispose"/> erases it.
/// </remarks>
public abstract class PacketKey : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        EraseKeys();
        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to fetch the key material into the processor's cache; a hint, for keys that have not been used for a while.</summary>
    public virtual void Fetch()
    {
    }

    /// <summary>Overwrites the key material; called once, when the SA is gone.</summary>
    protected abstract void EraseKeys();
}
