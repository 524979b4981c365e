using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Pipeline.Actors.Sa;

/// <summary>The mailbox of an actor of which there are many, for an SA or an IKE SA: nearly always empty, and then it holds no memory for messages.</summary>
/// <remarks>Akka's own keeps room for 32 messages, which is 1 KiB for each of perhaps 100,000 SAs.</remarks>
public sealed class SaMailbox : MailboxType
{
    /// <summary>Called by Akka.</summary>
    /// <param name="settings">The system's settings.</param>
    /// <param name="config">The mailbox's section.</param>
    public SaMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new SmallQueue();

    /// <summary>Any thread adds, the shard's takes; a lock is enough for a few messages in the life of an SA.</summary>
    private sealed class SmallQueue : IMessageQueue
    {
        private readonly Queue<Envelope> _messages = new();

        public bool HasMessages => Count > 0;

        public int Count
        {
            get
            {
                lock (_messages)
                {
                    return _messages.Count;
                }
            }
        }

        public void Enqueue(IActorRef receiver, Envelope envelope)
        {
            lock (_messages)
            {
                _messages.Enqueue(envelope);
            }
        }

        public bool TryDequeue(out Envelope envelope)
        {
            lock (_messages)
            {
                bool any = _messages.TryDequeue(out envelope);
                if (any && _messages.Count == 0)
                {
                    _messages.TrimExcess();
                }

                return any;
            }
        }

        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
            while (TryDequeue(out Envelope envelope))
            {
                deadletters.Enqueue(owner, envelope);
            }
        }
    }
}
