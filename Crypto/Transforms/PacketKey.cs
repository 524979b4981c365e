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

    /// <summary>The memory that packets read of it, for <see cref="PacketTransform.Fetch"/>; the default where it is not one block.</summary>
    public virtual PinnedView Memory => default;

    /// <summary>Overwrites the key material; called once, when the SA is gone.</summary>
    protected abstract void EraseKeys();
}
