"""What every act of the office takes: database, clock, secrets, rosters in memory."""
